/** Options of the busyness algorithm, and fleets that could do with it. */
import type { ConfigRule } from '../rule';
import { processesOf, servesRequests } from './workers';

const busynessUnused: ConfigRule = {
  id: 'L84',
  name: 'busyness-options-unused',
  severity: 'warning',
  why: 'Only the algorithm busyness looks at them: another one starts and stops workers by rules of its own.',
  check: (facts) => {
    const algorithm = facts.last('cheaper-algo');
    const isOther =
      facts.lacks('cheaper-algo') || (algorithm !== undefined && algorithm.value !== 'busyness');
    const [first] = facts.configuration.options.filter(({ name }) => name.startsWith('cheaper-busyness-'));
    if (!isOther || first === undefined || (facts.number('cheaper') ?? 0) <= 0) return [];
    const cause = algorithm === undefined ? 'cheaper-algo is not set' : 'cheaper-algo is another one';
    const message = `${first.name} does nothing: ${cause}`;
    return [{ message, fix: 'cheaper-algo = busyness', origin: algorithm?.origin ?? first.origin }];
  },
};

const manyProcesses = 16;

const allWorkersAlways: ConfigRule = {
  id: 'L86',
  name: 'no-cheaper',
  severity: 'info',
  why: 'All workers keep their memory and their connections at night, when a few would do.',
  check: (facts) => {
    const processes = processesOf(facts) ?? 1;
    if (processes < manyProcesses || !facts.lacks(...cheaperOptions) || !servesRequests(facts)) return [];
    const message = `all ${processes} processes run all the time: with cheaper only those that are needed do`;
    const fix = `cheaper = ${Math.ceil(processes / 5)}, with cheaper-algo = busyness`;
    return [{ message, fix, origin: facts.last('processes')?.origin }];
  },
};

/** With one of these somebody has thought of it. */
const cheaperOptions = ['cheaper', 'cheap', 'idle', 'cheaper-algo', 'cheaper-initial'] as const;

export const busynessRules: readonly ConfigRule[] = [busynessUnused, allWorkersAlways];
