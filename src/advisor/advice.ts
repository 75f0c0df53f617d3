/** What is advised for one instance, and what it was concluded from. The Tune screen, the text and the JSON show this. */

export interface Advice {
  /** enough: the lines can be relied on as far as each says · too-little: see `missing` · no-workers: an emperor or a router. */
  readonly state: 'enough' | 'too-little' | 'no-workers';
  /** Sentences: what was not seen, or not long enough, for an advice as a whole. */
  readonly missing: readonly string[];
  /** Absent where nothing at all was measured. */
  readonly load?: LoadSummary | undefined;
  readonly sizing?: Sizing | undefined;
  /** In the order of a configuration; those without a value say why. */
  readonly lines: readonly AdviceLine[];
  /** Sentences on what was measured: gaps, resets, saturation. */
  readonly caveats: readonly string[];
  /** Sentences: what could not be known, and what would tell it. */
  readonly unknowns: readonly string[];
}

export type Confidence = 'high' | 'medium' | 'low';

export interface AdviceLine {
  /** uWSGI's name of it. */
  readonly option: string;
  /** As it stands in an ini; absent: there is nothing to advise, see `reason`. */
  readonly value?: string | undefined;
  /** The value of today, where it is known; 'not set' where it is known that it is not, or off. */
  readonly today?: string | undefined;
  /** A sentence: what it is chosen by, or why there is no value. */
  readonly reason: string;
  /** A sentence of numbers: what was measured. */
  readonly evidence?: string | undefined;
  readonly confidence: Confidence;
  /** A sentence: what could not be known for it. */
  readonly doubt?: string | undefined;
}

/** The load as it was measured. Shares are 0…1. */
export interface LoadSummary {
  /** Time that was seen, without gaps. */
  readonly seconds: number;
  readonly fromWallMs: number;
  readonly toWallMs: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Over all that was seen: A. */
  readonly erlangs: number;
  /** Of the windows, each of `windowSeconds`. */
  readonly windows: WindowSummary;
  /** Mean service time W; absent where no request that uWSGI timed has ended. */
  readonly serviceSeconds?: number | undefined;
  /** Standard deviation of service times over their mean; absent where it cannot be told. */
  readonly variation?: number | undefined;
  /** Share of the time with so many requests in flight. */
  readonly concurrency: readonly ConcurrencyShare[];
  /** Clock hours, where the time that was seen reaches over several of them. */
  readonly quietHour?: HourLoad | undefined;
  readonly peakHour?: HourLoad | undefined;
  /** Share of the time with all slots busy or requests waiting. */
  readonly saturated: number;
  /** The busiest windows were saturated: what was offered may have been more. */
  readonly isLowerBound: boolean;
  /** Processor time of the workers over the time in requests; absent where the machine does not tell. */
  readonly cpuShare?: number | undefined;
  readonly longestQueue?: number | undefined;
  readonly kills: number;
}

export interface WindowSummary {
  readonly windowSeconds: number;
  readonly count: number;
  /** Erlangs. */
  readonly p10: number;
  readonly p50: number;
  readonly p95: number;
  readonly highest: number;
  /** Of the busiest window. */
  readonly mostRequestsPerSecond: number;
}

export interface ConcurrencyShare {
  readonly inFlight: number;
  readonly share: number;
}

export interface HourLoad {
  /** 0…23, local time. */
  readonly hour: number;
  readonly erlangs: number;
}

/** How many requests must be served at once, by two rules, and what stands against it. */
export interface Sizing {
  readonly target: WaitTarget;
  /** The load that it is for: erlangs. */
  readonly erlangs: number;
  /** Slots by Erlang C for the target. */
  readonly slots: number;
  /** Slots by the plain rule of 70 %. */
  readonly plainSlots: number;
  /** What is to be expected with the slots of the advice. */
  readonly expected: ExpectedWait;
  /** With the slots of today. */
  readonly today?: ExpectedWait | undefined;
  readonly bounds: readonly SizingBound[];
  /** load: all slots that the target needs are advised; else what stands against it. */
  readonly binding: 'load' | 'memory' | 'cpu';
}

export type WaitTarget =
  | { readonly kind: 'wait-probability'; readonly share: number }
  /** 95 of 100 requests wait no longer. */
  | { readonly kind: 'p95-wait'; readonly seconds: number };

export interface ExpectedWait {
  readonly slots: number;
  /** Share of the requests that find no free slot, 0…1. */
  readonly probability: number;
  /** Absent where the service time is not known, and where the queue only grows. */
  readonly meanSeconds?: number | undefined;
  readonly p95Seconds?: number | undefined;
}

export interface SizingBound {
  readonly by: 'memory' | 'cpu';
  readonly processes: number;
  readonly reason: string;
}

/** What the person asks for, and what only the person knows. */
export interface Orders {
  readonly target: WaitTarget;
  /** How long the proxy waits for an answer. */
  readonly proxyTimeoutSeconds: number;
  /** Memory that the workers may be planned on; absent: what the machine was seen to have. */
  readonly memoryBytes?: number | undefined;
  readonly cpus?: number | undefined;
  /** Clock hour of wall time, ms since the epoch. */
  readonly hourOf: (wallMs: number) => number;
}
