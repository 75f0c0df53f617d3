/** All checks of a running instance, by their ids. They look at it after two polls or more. */
import type { LiveRule } from '../rule';
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
