/** All rules about configurations, by their ids. */
import type { ConfigRule } from '../rule';
import { cheaperRules } from './cheaper';
import { cheaperAlgorithmRules } from './cheaper-algorithm';
import { cheaperMemoryRules } from './cheaper-memory';
import { harakiriRules } from './harakiri';
import { harakiriOptionRules } from './harakiri-options';
import { listenRules } from './listen';
import { memoryRules } from './memory';
import { optionNameRules } from './option-names';
import { recyclingRules } from './recycling';

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
].sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
