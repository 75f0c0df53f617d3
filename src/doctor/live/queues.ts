/** Settings that the sockets of a running instance contradict. */
import type { LiveRule } from '../rule';

const backlogUnseen: LiveRule = {
  id: 'V05',
  name: 'backlog-algorithm-on-unix-socket',
  severity: 'error',
  why: 'The algorithm follows the queue of the socket, which uWSGI always reads as 0 on a UNIX socket: no worker is ever added.',
  echoes: 'L06',
  observe: ({ instance: { seen, limits } }) => {
    const algorithm = limits?.limits.cheaperAlgo;
    const queues = seen?.queues ?? [];
    if (algorithm?.state !== 'set' || !algorithm.value.startsWith('backlog')) return [];
    if (queues.length === 0 || queues.some(({ socket }) => socket.includes(':'))) return [];
    const message = `cheaper-algo ${algorithm.value} never adds a worker: all sockets are UNIX sockets`;
    return [{ message, fix: 'cheaper-algo = busyness', origin: algorithm.option.origin }];
  },
};

export const listenAboveSomaxconn: LiveRule = {
  id: 'V06',
  name: 'listen-above-somaxconn',
  severity: 'warning',
  why: 'uWSGI refuses to start with more than the kernel allows: what runs now will not come back after a restart.',
  echoes: 'L15',
  observe: ({ instance: { seen, limits }, host: { somaxconn } }) => {
    const listen = limits?.limits.listen;
    if (seen?.host?.local !== true || listen?.state !== 'set' || somaxconn === undefined) return [];
    if (listen.value <= somaxconn) return [];
    const message = `listen ${listen.value} is above net.core.somaxconn ${somaxconn}: the next start fails`;
    return [{ message, fix: `listen = ${somaxconn}`, origin: listen.option.origin }];
  },
};

export const liveQueueRules: readonly LiveRule[] = [backlogUnseen, listenAboveSomaxconn];
