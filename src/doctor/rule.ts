/** What a rule of the doctor is: a name, a reason, and a question to a configuration or to a running instance. */
import type { Origin } from '../limits/configuration';
import type { ConfigFacts } from './config-facts';
import type { LiveFacts } from './live-facts';

/** error: it will not start, or cannot work · warning: it works until it hurts · info: worth a thought. */
export type Severity = 'error' | 'warning' | 'info';

export interface RuleMeta {
  /** 'L29': never given to another rule. */
  readonly id: string;
  /** 'max-requests-without-delta': for people, and as good as the id in a comment or a flag. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence: what goes wrong, and for whom. */
  readonly why: string;
  /** Of uWSGI, where it does not hold for all: 'before 2.0.27', 'from 2.0.22 on'. */
  readonly versions?: string;
}

/** What a rule has to say of one place. */
export interface Complaint {
  /** What stands there, with its values: 'harakiri 90 s is longer than the 60 s that nginx waits'. */
  readonly message: string;
  /** What to write instead, as a line of an ini where it is one: 'max-requests-delta = 50'. */
  readonly fix?: string;
  /** Left out: nothing stands there, and that is the trouble. */
  readonly origin?: Origin | undefined;
  /** Where it weighs more or less than the rule says: under `strict` a misspelt name ends the start. */
  readonly severity?: Severity;
}

export interface ConfigRule extends RuleMeta {
  readonly check: (facts: ConfigFacts) => readonly Complaint[];
}

export interface LiveRule extends RuleMeta {
  /** The rule about configurations that tells the same with a line, where there is a configuration to read: 'L49'. */
  readonly echoes?: string;
  readonly observe: (facts: LiveFacts) => readonly Complaint[];
}

export interface Finding extends RuleMeta, Omit<Complaint, 'severity'> {}
