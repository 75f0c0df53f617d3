/** All checks of a running instance, by their ids. They look at it after two polls or more. */
import { findingOf } from '../diagnose';
import type { LiveFacts } from '../live-facts';
import type { Finding, LiveRule } from '../rule';
import { blindSpotRules } from './blind-spots';
import { liveExposureRules } from './exposure';
import { liveQueueRules } from './queues';
import { troubleRules } from './troubles';

export const liveRules: readonly LiveRule[] = [
  ...liveExposureRules,
  ...blindSpotRules,
  ...liveQueueRules,
  ...troubleRules,
].sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));

export const examine = (facts: LiveFacts): readonly Finding[] =>
  liveRules.flatMap((rule) => rule.observe(facts).map((complaint) => findingOf(rule, complaint)));
