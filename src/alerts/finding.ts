/** What a rule found out about one subject at one poll. */
import type { InstanceState } from '../model/instance';
import type { AllSettings, RuleName } from './rule-table';

export type Severity = 'warning' | 'critical';

export interface Finding {
  readonly rule: RuleName;
  /** `instance`, `worker 3`, `vassal shop.ini`: with the rule it names one alert of an instance. */
  readonly subject: string;
  /** In the rule's unit. */
  readonly measured: number;
  /** Where this subject's levels are others than the rule's. */
  readonly levels?: { readonly warning?: number; readonly critical?: number } | undefined;
  /** One sentence: who, which request, which number, and what to do. */
  readonly message: string;
}

export interface RuleInput {
  readonly instance: InstanceState;
  readonly settings: AllSettings;
  /** Of this poll. */
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** One room of rules: an instance and its settings in, what it found out. A subject that is not found is at rest. */
export type Rules = (input: RuleInput) => readonly Finding[];

export const wholeInstance = 'instance';
