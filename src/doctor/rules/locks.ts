/** Who of the idle workers takes the next connection. */
import { isBefore } from '../../model/uwsgi-version';
import type { ConfigRule } from '../rule';
import { processesOf } from './workers';

const thunderLock: ConfigRule = {
  id: 'L38',
  name: 'thunder-lock',
  severity: 'warning',
  why: 'A worker that is killed (memory, SIGKILL) while it holds the lock can leave all others waiting for ever.',
  check: (facts) => {
    const option = facts.last('thunder-lock');
    if (option === undefined || !facts.isOn('thunder-lock')) return [];
    const message =
      'thunder-lock can stay locked when a worker is killed; Linux 4.5 and uWSGI 2.0.13 do without it';
    return [{ message, fix: 'remove thunder-lock', origin: option.origin }];
  },
};

const manyProcesses = 8;

const thunderingHerd: ConfigRule = {
  id: 'L39',
  name: 'thundering-herd',
  severity: 'info',
  why: 'Every connection wakes all idle workers at once, of which one gets it.',
  versions: 'before 2.0.13, or on Linux before 4.5',
  check: (facts) => {
    const option = facts.last('processes');
    const processes = processesOf(facts) ?? 1;
    const { uwsgiVersion, kernelVersion } = facts.host;
    const isOld = isBefore(uwsgiVersion, '2.0.13') === true || isBefore(kernelVersion, '4.5') === true;
    if (!isOld || processes < manyProcesses || !facts.lacks('thunder-lock')) return [];
    const message = `${processes} processes wake up for each connection: uWSGI or the kernel is too old to wake one`;
    return [{ message, fix: 'thunder-lock = true', origin: option?.origin }];
  },
};

export const lockRules: readonly ConfigRule[] = [thunderLock, thunderingHerd];
