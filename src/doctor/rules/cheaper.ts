/** How many workers there are at least, at first, and at most. */
import type { ConfigFacts } from '../config-facts';
import type { ConfigRule } from '../rule';
import { processesOf } from './workers';

interface Range {
  readonly least: number;
  readonly most: number;
}

/** undefined where the number of workers stays the same, or is not known. */
function rangeOf(facts: ConfigFacts): Range | undefined {
  const least = facts.number('cheaper') ?? 0;
  const most = processesOf(facts);
  return least > 0 && most !== undefined ? { least, most } : undefined;
}

const cheaperNotBelowProcesses: ConfigRule = {
  id: 'L01',
  name: 'cheaper-not-below-processes',
  severity: 'error',
  why: 'uWSGI ends at the start: the least number of workers has to be lower than the highest one.',
  check: (facts) => {
    const range = rangeOf(facts);
    if (range === undefined || range.least < range.most) return [];
    const { least, most } = range;
    const limit = facts.lacks('processes')
      ? '1 process, which is what uWSGI starts untold'
      : `processes ${most}`;
    const fix = most > 1 ? `cheaper = ${Math.ceil(most / 5)}` : `processes = ${least * 5}`;
    return [
      { message: `cheaper ${least} is not below ${limit}`, fix, origin: facts.last('cheaper')?.origin },
    ];
  },
};

const cheaperInitialAboveProcesses: ConfigRule = {
  id: 'L02',
  name: 'cheaper-initial-above-processes',
  severity: 'warning',
  why: 'uWSGI says so in its log and starts with all processes: nothing is saved at the start.',
  check: (facts) => {
    const [range, initial] = [rangeOf(facts), facts.number('cheaper-initial')];
    if (range === undefined || initial === undefined || initial <= range.most) return [];
    const message = `cheaper-initial ${initial} is above processes ${range.most}`;
    return [
      { message, fix: `cheaper-initial = ${range.most}`, origin: facts.last('cheaper-initial')?.origin },
    ];
  },
};

const cheaperInitialBelowCheaper: ConfigRule = {
  id: 'L03',
  name: 'cheaper-initial-below-cheaper',
  severity: 'warning',
  why: 'uWSGI says so in its log and takes the value of cheaper instead.',
  check: (facts) => {
    const [range, initial] = [rangeOf(facts), facts.number('cheaper-initial')];
    if (range === undefined || initial === undefined || initial === 0 || initial >= range.least) return [];
    const message = `cheaper-initial ${initial} is below cheaper ${range.least}`;
    return [
      { message, fix: `cheaper-initial = ${range.least}`, origin: facts.last('cheaper-initial')?.origin },
    ];
  },
};

const cheaperMissing: ConfigRule = {
  id: 'L04',
  name: 'cheaper-missing',
  severity: 'warning',
  why: 'Without a least number of workers uWSGI switches all of cheaper off, and does not say so.',
  check: (facts) => {
    const isOff = facts.lacks('cheaper') || facts.number('cheaper') === 0;
    const idle = facts.configuration.options.filter(
      ({ name, unknown }) =>
        unknown === undefined &&
        /^cheaper-(?!algos?-list$|list$|busyness-verbose$)/.test(name) &&
        name !== 'cheaper-idle',
    );
    const [first] = idle;
    if (!isOff || first === undefined) return [];
    const names = [...new Set(idle.map(({ name }) => name))];
    const others = names.length === 1 ? '' : ` and ${names.length - 1} more`;
    const cause = facts.lacks('cheaper') ? 'cheaper is not set' : 'cheaper is 0';
    const message = `${first.name}${others} ${names.length === 1 ? 'does' : 'do'} nothing: ${cause}`;
    return [{ message, fix: 'cheaper = 2', origin: first.origin }];
  },
};

const leastShare = 0.2;

const cheaperLow: ConfigRule = {
  id: 'L14',
  name: 'cheaper-low',
  severity: 'info',
  why: 'With few workers at rest the start of a burst waits until new ones have loaded the application.',
  check: (facts) => {
    const range = rangeOf(facts);
    if (range === undefined || range.least >= Math.floor(range.most * leastShare)) return [];
    const { least, most } = range;
    const message = `cheaper ${least} is below ${leastShare * 100} % of processes ${most}`;
    const fix = `cheaper = ${Math.ceil(most * leastShare)}`;
    return [{ message, fix, origin: facts.last('cheaper')?.origin }];
  },
};

export const cheaperRules: readonly ConfigRule[] = [
  cheaperNotBelowProcesses,
  cheaperInitialAboveProcesses,
  cheaperInitialBelowCheaper,
  cheaperMissing,
  cheaperLow,
];
