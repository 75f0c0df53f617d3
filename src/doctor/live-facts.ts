/** A running instance as the rules ask about it: one or a few looks, and what is known of its configuration. */
import type { InstanceState } from '../model/instance';
import type { OptionValue } from '../limits/configuration';
import type { HostLimits } from './config-facts';

export interface LiveFacts {
  readonly instance: InstanceState;
  readonly host: HostLimits;
  /** By pid: the user as whom the process acts; absent where the instance is not on this machine. */
  readonly owners?: ReadonlyMap<number, number> | undefined;
  /** The option that names its application; absent where there is none, or its configuration is not known. */
  readonly application?: OptionValue | undefined;
}
