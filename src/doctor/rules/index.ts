/** All rules about configurations, by their ids. */
import type { ConfigRule } from '../rule';
import { cheaperRules } from './cheaper';

export const configRules: readonly ConfigRule[] = [...cheaperRules].sort(
  (one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)),
);
