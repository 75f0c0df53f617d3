/** All rules about configurations, by their ids. */
import type { ConfigRule } from '../rule';
import { addressRules } from './addresses';
import { applicationRules } from './applications';
import { bufferRules } from './buffers';
import { busynessRules } from './busyness';
import { cheaperRules } from './cheaper';
import { cheaperAlgorithmRules } from './cheaper-algorithm';
import { cheaperMemoryRules } from './cheaper-memory';
import { emperorRules } from './emperor';
import { exposureRules } from './exposure';
import { harakiriRules } from './harakiri';
import { harakiriOptionRules } from './harakiri-options';
import { listenRules } from './listen';
import { lockRules } from './locks';
import { loggingRules } from './logging';
import { memoryRules } from './memory';
import { optionNameRules } from './option-names';
import { pluginRules } from './plugins';
import { processRules } from './process';
import { pythonRules } from './python';
import { recyclingRules } from './recycling';
import { reloadRules } from './reload';
import { statsExposureRules } from './stats-exposure';
import { valueRules } from './values';

export const configRules: readonly ConfigRule[] = [
  ...cheaperRules,
  ...cheaperAlgorithmRules,
  ...cheaperMemoryRules,
  ...listenRules,
  ...harakiriRules,
  ...harakiriOptionRules,
  ...memoryRules,
  ...recyclingRules,
  ...optionNameRules,
  ...busynessRules,
  ...pythonRules,
  ...lockRules,
  ...applicationRules,
  ...pluginRules,
  ...processRules,
  ...bufferRules,
  ...statsExposureRules,
  ...addressRules,
  ...exposureRules,
  ...reloadRules,
  ...loggingRules,
  ...emperorRules,
  ...valueRules,
].sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
