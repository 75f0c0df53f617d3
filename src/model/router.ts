/** What is known of a router: the nodes that it sends requests to, by the names that requests ask for. */

export interface NodeState {
  /** Stable over polls. */
  readonly key: string;
  readonly name: string;
  readonly requests?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
  readonly inFlight?: number | undefined;
  readonly failures?: number | undefined;
  /** More of them since the last poll. */
  readonly failuresRise: boolean;
  /** When it was seen failing last, ms, monotonic. */
  readonly failedAtMs?: number | undefined;
  /** The router is about to drop it. */
  readonly isDying: boolean;
  readonly load?: number | undefined;
  readonly weight?: number | undefined;
  readonly cores?: number | undefined;
  /** Since it announced itself last. */
  readonly announcedSeconds?: number | undefined;
  readonly txBytesPerSecond?: number | undefined;
  readonly rxBytesPerSecond?: number | undefined;
}

/** A node that does not take the requests that it is given. */
export const isFailing = ({ failuresRise, isDying }: NodeState): boolean => failuresRise || isDying;

export interface SubscriptionState {
  /** Stable over polls. */
  readonly key: string;
  /** What requests ask for. */
  readonly name: string;
  readonly hits?: number | undefined;
  readonly hitsPerSecond?: number | undefined;
  readonly nodes: readonly NodeState[];
}

export interface RouterState {
  readonly activeSessions?: number | undefined;
  /** What it listens on. */
  readonly addresses: readonly string[];
  /** Of all subscriptions together. */
  readonly hitsPerSecond?: number | undefined;
  /** undefined: it has no subscription server. */
  readonly subscriptions?: readonly SubscriptionState[] | undefined;
}
