/** Options beside harakiri that came later. */
import type { ConfigRule } from '../rule';
import { listensOnUnixOnly } from '../sockets';
import { isBefore } from '../../model/uwsgi-version';

const harakiriThresholdOnUnixSocket: ConfigRule = {
  id: 'L20',
  name: 'harakiri-threshold-on-unix-socket',
  severity: 'error',
  why: 'uWSGI reads the queue of a UNIX socket as 0, which is below every threshold: nothing is ever killed.',
  versions: 'from 2.0.22 on',
  check: (facts) => {
    const threshold = facts.number('harakiri-queue-threshold') ?? 0;
    if (threshold <= 0 || (facts.number('harakiri') ?? 0) <= 0 || !listensOnUnixOnly(facts)) return [];
    const message = `harakiri-queue-threshold ${threshold} switches harakiri off: all sockets are UNIX sockets`;
    const fix = 'remove harakiri-queue-threshold';
    return [{ message, fix, origin: facts.last('harakiri-queue-threshold')?.origin }];
  },
};

const harakiriGracefulTooOld: ConfigRule = {
  id: 'L23',
  name: 'harakiri-graceful-too-early',
  severity: 'warning',
  why: 'An older uWSGI takes the option for a placeholder and kills at once; with strict it does not start.',
  versions: 'before 2.0.22',
  check: (facts) => {
    if (isBefore(facts.host.uwsgiVersion, '2.0.22') !== true) return [];
    const options = ['harakiri-graceful-timeout', 'harakiri-graceful-signal', 'harakiri-queue-threshold'];
    return options.flatMap((name) => {
      const option = facts.last(name);
      if (option === undefined) return [];
      const message = `${name} is not known before uWSGI 2.0.22`;
      return [
        { message, fix: `remove ${name}`, origin: option.origin, ...(facts.isOn('strict') && stopsStart) },
      ];
    });
  },
};

const stopsStart = { severity: 'error' } as const;

export const harakiriOptionRules: readonly ConfigRule[] = [
  harakiriThresholdOnUnixSocket,
  harakiriGracefulTooOld,
];
