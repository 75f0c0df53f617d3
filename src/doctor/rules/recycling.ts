/** Workers that are replaced after some requests or some time. */
import type { ConfigFacts } from '../config-facts';
import type { ConfigRule } from '../rule';
import { isBefore } from '../../model/uwsgi-version';
import { processesOf, usesPython } from './workers';

const isOff = (facts: ConfigFacts, name: string): boolean => facts.lacks(name) || facts.number(name) === 0;
const isFleet = (facts: ConfigFacts): boolean => (processesOf(facts) ?? 1) > 1;

const maxRequestsWithoutDelta: ConfigRule = {
  id: 'L29',
  name: 'max-requests-without-delta',
  severity: 'warning',
  why: 'Under even load all workers reach it at once, and for a moment nobody serves.',
  versions: 'max-requests-delta: from 2.0.29 on; before, max-worker-lifetime-delta spreads them',
  check: (facts) => {
    const requests = facts.longNumber('max-requests') ?? 0;
    if (requests <= 0 || !isFleet(facts)) return [];
    const isOld = isBefore(facts.host.uwsgiVersion, '2.0.29') === true;
    const isSpread = isOld
      ? !isOff(facts, 'max-worker-lifetime') && !isOff(facts, 'max-worker-lifetime-delta')
      : !isOff(facts, 'max-requests-delta');
    if (isSpread) return [];
    const message = `max-requests ${requests} is the same for all ${processesOf(facts) ?? 'many'} processes`;
    const fix = isOld
      ? withoutDelta(facts)
      : `max-requests-delta = ${Math.max(1, Math.ceil(requests / (10 * (processesOf(facts) ?? 10))))}`;
    return [{ message, fix, origin: facts.last('max-requests')?.origin }];
  },
};

/** The requests themselves cannot be spread then, so that something else has to come first. */
function withoutDelta({ host }: ConfigFacts): string {
  const later = 'max-requests-delta needs uWSGI 2.0.29';
  if (isBefore(host.uwsgiVersion, '2.0.19') === true)
    return `remove max-requests, or set it so high that it is seldom reached: ${later}`;
  return `max-worker-lifetime = 3600 and max-worker-lifetime-delta = 60, with a max-requests that is seldom reached before: ${later}`;
}

const lifetimeWithoutDelta: ConfigRule = {
  id: 'L30',
  name: 'max-worker-lifetime-without-delta',
  severity: 'warning',
  why: 'All workers were started together and are replaced together: again and again nobody serves for a moment.',
  versions: 'max-worker-lifetime-delta: from 2.0.19 on',
  check: (facts) => {
    const seconds = facts.longNumber('max-worker-lifetime') ?? 0;
    if (seconds <= 0 || !isFleet(facts) || !isOff(facts, 'max-worker-lifetime-delta')) return [];
    const message = `max-worker-lifetime ${seconds} s is the same for all ${processesOf(facts) ?? 'many'} processes`;
    const delta = Math.max(2, Math.ceil(seconds / (10 * (processesOf(facts) ?? 10))));
    const fix = `max-worker-lifetime-delta = ${delta}, at least as long as the application takes to start`;
    return [{ message, fix, origin: facts.last('max-worker-lifetime')?.origin }];
  },
};

/** Of 2.0; the help text of versions before 2.0.22 says 60. */
const usualLeastSeconds = 10;

const lifetimeNotAboveMinimum: ConfigRule = {
  id: 'L31',
  name: 'max-worker-lifetime-not-above-minimum',
  severity: 'error',
  why: 'uWSGI ends at the start: a worker would have to go before it may.',
  check: (facts) => {
    const most = facts.longNumber('max-worker-lifetime') ?? 0;
    const least = facts.lacks('min-worker-lifetime')
      ? usualLeastSeconds
      : facts.longNumber('min-worker-lifetime');
    if (most <= 0 || least === undefined || least < most) return [];
    const from = facts.lacks('min-worker-lifetime') ? ' (unless set)' : '';
    const message = `max-worker-lifetime ${most} s is not above min-worker-lifetime ${least} s${from}`;
    const fix = `max-worker-lifetime = ${Math.max(3600, least * 10)}`;
    return [{ message, fix, origin: facts.last('max-worker-lifetime')?.origin }];
  },
};

const fewRequests = 200;

const maxRequestsLow: ConfigRule = {
  id: 'L32',
  name: 'max-requests-low',
  severity: 'warning',
  why: 'At some ten requests a second a worker lives for seconds: uWSGI forks all the time and caches never warm up.',
  check: (facts) => {
    const requests = facts.longNumber('max-requests') ?? 0;
    if (requests <= 0 || requests >= fewRequests) return [];
    const message = `max-requests ${requests} is very low`;
    return [{ message, fix: 'max-requests = 5000', origin: facts.last('max-requests')?.origin }];
  },
};

const lifetimeWithThreads: ConfigRule = {
  id: 'L33',
  name: 'max-worker-lifetime-with-threads',
  severity: 'warning',
  why: 'A worker that is forked anew from a master with Python threads may hang on a lock for ever.',
  versions: 'py-call-uwsgi-fork-hooks: from 2.0.21 on',
  check: (facts) => {
    const isThreaded = (facts.number('threads') ?? 0) > 1;
    const isRecycled = (facts.longNumber('max-worker-lifetime') ?? 0) > 0;
    if (!isThreaded || !isRecycled || !usesPython(facts)) return [];
    if (!facts.lacks('lazy-apps', 'lazy', 'py-call-uwsgi-fork-hooks')) return [];
    const message =
      'max-worker-lifetime with threads in Python, and nothing that mends its locks after a fork';
    const fix = 'py-call-uwsgi-fork-hooks = true, or lazy-apps = true';
    return [{ message, fix, origin: facts.last('max-worker-lifetime')?.origin }];
  },
};

export const recyclingRules: readonly ConfigRule[] = [
  maxRequestsWithoutDelta,
  lifetimeWithoutDelta,
  lifetimeNotAboveMinimum,
  maxRequestsLow,
  lifetimeWithThreads,
];
