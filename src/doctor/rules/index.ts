/** All rules about configurations, by their ids. */
import type { ConfigRule } from '../rule';
import { addressRules } from './addresses';
import { applicationRules } from './applications';
import { bufferRules } from './buffers';
import { cheaperRules } from './cheaper';
import { emperorRules } from './emperor';
import { exposureRules } from './exposure';
import { lockRules } from './locks';
import { loggingRules } from './logging';
import { processRules } from './process';
import { pythonRules } from './python';
import { reloadRules } from './reload';
import { statsExposureRules } from './stats-exposure';

export const configRules: readonly ConfigRule[] = [
  ...cheaperRules,
  ...pythonRules,
  ...lockRules,
  ...applicationRules,
  ...processRules,
  ...bufferRules,
  ...statsExposureRules,
  ...addressRules,
  ...exposureRules,
  ...reloadRules,
  ...loggingRules,
  ...emperorRules,
].sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
