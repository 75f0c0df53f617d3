/** The limits of memory beyond which uWSGI adds no worker, or stops one. */
import type { ConfigFacts } from '../config-facts';
import type { ConfigRule } from '../rule';

const soft = 'cheaper-rss-limit-soft';
const hard = 'cheaper-rss-limit-hard';

/** Options that make uWSGI measure, whether it reports or not. */
const measuring = ['reload-on-rss', 'reload-on-as', 'evil-reload-on-rss', 'evil-reload-on-as'] as const;

const isMeasured = (facts: ConfigFacts): boolean =>
  facts.isOn('memory-report') || !facts.lacks(...measuring) || !isCertainlyOff(facts);

const isCertainlyOff = (facts: ConfigFacts): boolean =>
  facts.lacks('memory-report') || facts.last('memory-report') !== undefined;

const cheaperRssUnmeasured: ConfigRule = {
  id: 'L11',
  name: 'cheaper-rss-unmeasured',
  severity: 'error',
  why: 'uWSGI ends at the start: it would have to limit what it does not measure.',
  check: (facts) => {
    if ((facts.longNumber(soft) ?? 0) <= 0 || isMeasured(facts)) return [];
    const message = `${soft} needs memory-report`;
    return [{ message, fix: 'memory-report = true', origin: facts.last(soft)?.origin }];
  },
};

const cheaperRssHardWithoutSoft: ConfigRule = {
  id: 'L12',
  name: 'cheaper-rss-hard-not-above-soft',
  severity: 'error',
  why: 'uWSGI ends at the start: the hard limit goes with a soft one that is lower.',
  check: (facts) => {
    const [limit, lower] = [facts.longNumber(hard) ?? 0, facts.longNumber(soft) ?? 0];
    const isSoftKnown = facts.lacks(soft) || facts.last(soft) !== undefined;
    if (limit <= 0 || !isSoftKnown || (lower > 0 && limit > lower)) return [];
    const message =
      lower > 0 ? `${hard} ${limit} is not above ${soft} ${lower}` : `${hard} is set without ${soft}`;
    return [{ message, fix: `${soft} = ${Math.floor(limit * 0.8)}`, origin: facts.last(hard)?.origin }];
  },
};

/** A worker with an interpreter takes more bytes than this. */
const leastBytes = 10_000_000;
const bytesPerMegabyte = 1024 * 1024;

const cheaperRssInMegabytes: ConfigRule = {
  id: 'L13',
  name: 'cheaper-rss-in-megabytes',
  severity: 'warning',
  why: 'These limits are in bytes, while reload-on-rss is in MB: so low a limit is passed at once, and no worker is added.',
  check: (facts) =>
    [soft, hard].flatMap((name) => {
      const limit = facts.longNumber(name) ?? 0;
      if (limit <= 0 || limit >= leastBytes) return [];
      const message = `${name} ${limit} is in bytes`;
      return [{ message, fix: `${name} = ${limit * bytesPerMegabyte}`, origin: facts.last(name)?.origin }];
    }),
};

export const cheaperMemoryRules: readonly ConfigRule[] = [
  cheaperRssUnmeasured,
  cheaperRssHardWithoutSoft,
  cheaperRssInMegabytes,
];
