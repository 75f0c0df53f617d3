/** All rules about running instances. */
import type { LiveRule } from '../rule';

export const liveRules: readonly LiveRule[] = [];
