/** What one poll brought: a validated snapshot or a failure, with the time as data. */
import type { Result } from '../result';
import type { Snapshot } from '../stats/schema';
import type { Limits } from '../limits/limits';
import type { Failure } from './failure';
import type { HostFacts } from './host-facts';

/** The part of a target that the model and the screens speak of. */
export interface TargetLabel {
  readonly id: string;
  readonly name: string;
  /** As the user would type it. */
  readonly address: string;
  /** The group of the Fleet's table that it belongs to; absent: none. */
  readonly group?: string | undefined;
  /** What else a targets file says of it: `env: prod`. The filter of the fleet knows them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** `shop (127.0.0.1:1717)`, or the address alone where nobody named it. */
export const nameWithAddress = ({ name, address }: Pick<TargetLabel, 'name' | 'address'>): string =>
  name === address ? address : `${name} (${address})`;

export interface Sighting {
  readonly snapshot: Snapshot;
  /** How many places of the document had to be mended before it could be read; 0 for most. */
  readonly repairs: number;
  readonly bytes: number;
  /** One sentence to the user about a better way to ask this target. */
  readonly hint?: string | undefined;
}

export interface Observation {
  readonly targetId: string;
  /** Wall clock of this host, ms since the epoch. */
  readonly wallMs: number;
  /** A clock that never steps, ms; only differences mean anything. The moment at which the target answered. */
  readonly monotonicMs: number;
  readonly latencyMs: number;
  readonly outcome: Result<Sighting, Failure>;
  /** What this machine tells of the processes that answered; absent where it was not asked. */
  readonly host?: HostFacts | undefined;
  /** As far as they were read by now: the same object until they are read again, after a restart or a reload. */
  readonly limits?: KnownLimits | undefined;
  /** Of an emperor, by the id of the VassalState; the same object while they are where they were. */
  readonly vassalStats?: Readonly<Record<string, VassalStats>> | undefined;
}

/** Where a vassal's own stats server is, as the canonical address of a target, or why that is not known. */
export type VassalStats =
  | { readonly address: string; readonly reason?: undefined }
  | { readonly address?: undefined; readonly reason: string };

export interface KnownLimits {
  readonly limits: Limits;
  /** What could not be read or followed on the way to them. */
  readonly notes: readonly string[];
}
