/** What is known of the memory of workers, and what is done about it. */
import type { ConfigFacts } from '../config-facts';
import type { ConfigRule } from '../rule';
import { processesOf, servesRequests } from './workers';

const limitMegabytes = (facts: ConfigFacts): number => facts.longNumber('reload-on-rss') ?? 0;

const reloadOnRssUnreported: ConfigRule = {
  id: 'L24',
  name: 'reload-on-rss-without-report',
  severity: 'info',
  why: 'uWSGI measures for the limit, and the stats show it; only its log of requests does not tell the memory.',
  check: (facts) => {
    if (limitMegabytes(facts) <= 0 || !facts.lacks('memory-report', 'disable-logging')) return [];
    const message = 'reload-on-rss without memory-report';
    return [{ message, fix: 'memory-report = true', origin: facts.last('reload-on-rss')?.origin }];
  },
};

const memoryUnknown: ConfigRule = {
  id: 'L25',
  name: 'memory-unknown',
  severity: 'warning',
  why: 'Nothing measures the workers: rss and vsz are 0 in the stats for ever.',
  check: (facts) => {
    const measuring = ['reload-on-rss', 'reload-on-as', 'evil-reload-on-rss', 'evil-reload-on-as'];
    const option = facts.last('memory-report');
    const isOff = option === undefined ? facts.lacks('memory-report') : !facts.isOn('memory-report');
    if (!isOff || !facts.lacks(...measuring, 'reload-on-uss', 'reload-on-pss') || !servesRequests(facts))
      return [];
    return [{ message: 'memory-report is not on', fix: 'memory-report = true', origin: option?.origin }];
  },
};

/** A worker with a bare Python in it was measured with this. */
const bareMegabytes = 12;

const reloadOnRssTooLow: ConfigRule = {
  id: 'L26',
  name: 'reload-on-rss-too-low',
  severity: 'error',
  why: 'Every worker is above it from the start: each is replaced as soon as it is min-worker-lifetime (10 s) old.',
  check: (facts) => {
    const limit = limitMegabytes(facts);
    if (limit <= 0 || limit >= bareMegabytes) return [];
    const message = `reload-on-rss ${limit} MB is less than a worker without an application takes (${bareMegabytes} MB)`;
    return [{ message, fix: 'reload-on-rss = 512', origin: facts.last('reload-on-rss')?.origin }];
  },
};

const bytesPerMegabyte = 1024 * 1024;
const usableShare = 0.7;
/** No application of some size does with less. */
const leastMegabytes = 64;

const reloadOnRssAboveMemory: ConfigRule = {
  id: 'L27',
  name: 'reload-on-rss-above-memory',
  severity: 'warning',
  why: 'The memory of the machine ends before the limit is reached, and the kernel kills what it likes.',
  check: (facts) => {
    const { memoryBytes } = facts.host;
    const processes = processesOf(facts);
    const limit = limitMegabytes(facts);
    if (memoryBytes === undefined || processes === undefined || limit <= 0) return [];
    const usable = Math.floor((memoryBytes * usableShare) / bytesPerMegabyte);
    if (processes * limit <= usable) return [];
    const all = Math.round(memoryBytes / bytesPerMegabyte);
    const message = `${processes} processes x reload-on-rss ${limit} MB are above ${usableShare * 100} % of the ${all} MB of this machine`;
    const each = Math.floor(usable / processes);
    const fix =
      each >= leastMegabytes
        ? `reload-on-rss = ${each}, or fewer processes`
        : `processes = ${Math.max(1, Math.floor(usable / limit))}, or a lower reload-on-rss`;
    return [{ message, fix, origin: facts.last('reload-on-rss')?.origin }];
  },
};

/** Requests that are allowed to take longer can grow for longer without anybody looking. */
const longSeconds = 300;

const reloadOnRssBetweenRequests: ConfigRule = {
  id: 'L28',
  name: 'reload-on-rss-between-requests',
  severity: 'info',
  why: 'The limit is looked at when a request ends: one that runs for minutes can take all memory unseen.',
  check: (facts) => {
    const harakiri = facts.lacks('harakiri') ? 0 : facts.number('harakiri');
    if (limitMegabytes(facts) <= 0 || harakiri === undefined || !facts.lacks('evil-reload-on-rss')) return [];
    if (harakiri > 0 && harakiri < longSeconds) return [];
    const long = harakiri === 0 ? 'without harakiri' : `with harakiri ${harakiri} s`;
    const message = `reload-on-rss alone, ${long}`;
    const fix = `harakiri = 55, or evil-reload-on-rss = ${limitMegabytes(facts) * 2} for the worst`;
    return [{ message, fix, origin: facts.last('reload-on-rss')?.origin }];
  },
};

export const memoryRules: readonly ConfigRule[] = [
  reloadOnRssUnreported,
  memoryUnknown,
  reloadOnRssTooLow,
  reloadOnRssAboveMemory,
  reloadOnRssBetweenRequests,
];
