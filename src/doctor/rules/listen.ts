/** The queue of connections that wait for a worker. */
import type { ConfigRule } from '../rule';
import { socketsOf } from '../sockets';
import { coresOf, processesOf } from './workers';

const usualListen = 100;

export const listenAboveSomaxconn: ConfigRule = {
  id: 'L15',
  name: 'listen-above-somaxconn',
  severity: 'error',
  why: 'uWSGI ends at the start, also with UNIX sockets: the kernel would not keep so long a queue. A container has a limit of its own.',
  check: (facts) => {
    const { somaxconn } = facts.host;
    const listen = facts.lacks('listen') ? usualListen : facts.number('listen');
    if (somaxconn === undefined || listen === undefined || listen <= somaxconn) return [];
    if (socketsOf(facts).length === 0) return [];
    const from = facts.lacks('listen') ? ', which is what uWSGI takes untold,' : '';
    const message = `listen ${listen}${from} is above net.core.somaxconn ${somaxconn} of this machine`;
    const fix = `listen = ${somaxconn}, or sysctl net.core.somaxconn=${listen}`;
    return [{ message, fix, origin: facts.last('listen')?.origin }];
  },
};

/** From so many requests at a time on, the usual queue holds less than a second of traffic. */
const manySlots = 32;

const listenUsual: ConfigRule = {
  id: 'L16',
  name: 'listen-usual',
  severity: 'info',
  why: 'A pause of a second fills so short a queue on a busy service, and what comes then is turned away.',
  check: (facts) => {
    const [processes, cores] = [processesOf(facts), coresOf(facts)];
    if (!facts.lacks('listen') || processes === undefined || cores === undefined) return [];
    if (processes * cores < manySlots || !socketsOf(facts).some(({ isUnix }) => !isUnix)) return [];
    const message = `listen is left at ${usualListen} for ${processes * cores} requests at a time`;
    // How many wait depends on the load, which no configuration tells.
    return [{ message, fix: 'a listen that the load asks for: uwtop tune tells one from what it has seen' }];
  },
};

export const listenRules: readonly ConfigRule[] = [listenAboveSomaxconn, listenUsual];
