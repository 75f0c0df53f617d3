/** What is known of a vassal of an emperor. */
import type { VassalStats } from './observation';

/**
 * cursed: it died, or is about to be ended · blacklisted: the emperor waits before it tries again · on demand: waits for
 * a connection · suspended: waits for a command to the emperor.
 */
export const vassalStates = [
  'blacklisted',
  'cursed',
  'starting',
  'ready',
  'accepting',
  'on demand',
  'suspended',
] as const;

export interface VassalState {
  /** Its name; the second of several that share one, as zergs do, is `NAME #2`. */
  readonly id: string;
  readonly pid: number;
  readonly state: (typeof vassalStates)[number];
  /** It has served a request in this life; no sign of health. */
  readonly hasServed?: boolean | undefined;
  /** Of a zerg: the id of the vassal that it reinforces, where that is listed. */
  readonly reinforces?: string | undefined;
  /** Deaths in a row, where it is blacklisted. */
  readonly attempts?: number | undefined;
  /** How long the emperor waits between two tries, ms. */
  readonly throttleMs?: number | undefined;
  /** Since when the blacklist says the same of it: monotonic, ms. */
  readonly triedMs?: number | undefined;
  /** Until it is tried again, where it waits for that and the time is known. */
  readonly retrySeconds?: number | undefined;
  /** Since when it is in this state or one that is as good or bad: monotonic, ms. */
  readonly sinceMs: number;
  /** Since it was started or reloaded; of one that waits for connections since it was ready. */
  readonly ageSeconds?: number | undefined;
  /** Since its last heartbeat, where it sends any. */
  readonly heartbeatSeconds?: number | undefined;
  /** How long it took to be ready. */
  readonly startSeconds?: number | undefined;
  /** Processes that took the place of another while it was watched. */
  readonly respawns: number;
  /** The last process that it had. */
  readonly lastPid?: number | undefined;
  /** The socket that wakes it. */
  readonly onDemand?: string | undefined;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Where its own stats are told, or why that is not known; absent until it was looked for. */
  readonly stats?: VassalStats | undefined;
}

export const isInTrouble = ({ state }: Pick<VassalState, 'state'>): boolean =>
  state === 'cursed' || state === 'blacklisted';

export const serves = ({ state }: Pick<VassalState, 'state'>): boolean =>
  state === 'accepting' || state === 'ready' || state === 'on demand';
