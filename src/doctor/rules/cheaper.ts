/** How the number of workers follows the load. */
import type { ConfigRule } from '../rule';
import { listensOnUnixOnly } from '../sockets';

/** As uWSGI has it without the option. */
const usualProcesses = 1;

export const cheaperNotBelowProcesses: ConfigRule = {
  id: 'L01',
  name: 'cheaper-not-below-processes',
  severity: 'error',
  why: 'uWSGI ends at the start: the least number of workers has to be lower than the highest one.',
  check: (facts) => {
    const cheaper = facts.number('cheaper') ?? 0;
    const processes = facts.lacks('processes') ? usualProcesses : facts.number('processes');
    if (cheaper <= 0 || processes === undefined || cheaper < processes) return [];
    const origin = facts.last('cheaper')?.origin;
    const limit = facts.lacks('processes') ? 'the one process that uWSGI starts unless told' : 'processes';
    const message = `cheaper ${cheaper} is not below ${limit}${facts.lacks('processes') ? '' : ` ${processes}`}`;
    const fix = processes > 1 ? `cheaper = ${Math.max(1, Math.ceil(processes / 5))}` : 'remove cheaper';
    return [{ message, fix, origin }];
  },
};

export const cheaperBacklogOnUnixSocket: ConfigRule = {
  id: 'L06',
  name: 'cheaper-backlog-on-unix-socket',
  severity: 'error',
  why: 'The algorithm looks at the queue of the socket, which uWSGI always reads as 0 on a UNIX socket: no worker is ever added.',
  check: (facts) => {
    const algorithm = facts.last('cheaper-algo');
    if (algorithm?.value?.startsWith('backlog') !== true || !listensOnUnixOnly(facts)) return [];
    const message = `cheaper-algo ${algorithm.value} never adds a worker: all sockets are UNIX sockets`;
    return [{ message, fix: 'cheaper-algo = busyness', origin: algorithm.origin }];
  },
};

export const cheaperRules: readonly ConfigRule[] = [cheaperNotBelowProcesses, cheaperBacklogOnUnixSocket];
