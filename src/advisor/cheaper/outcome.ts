/** What came of a simulated load with one set of settings. */

export interface Outcome {
  readonly seconds: number;
  readonly requests: number;
  /** The listen queue was full. */
  readonly refused: number;
  readonly ended: number;
  readonly inFlight: number;
  readonly waits: Waits;
  /** In which no worker was free to take a request. */
  readonly saturatedSeconds: number;
  /**
   * Looks of the master, one a second, at which it asked no algorithm: it was to park a worker, found none idle, and
   * tries that first at each look until it does. However many wait meanwhile, it starts none.
   */
  readonly heldBackSeconds: number;
  readonly workerHours: number;
  readonly peakWorkers: number;
  readonly timeline: readonly Second[];
  readonly scaleEvents: readonly ScaleEvent[];
}

/** In the listen queue. Mean and p95 are those of all requests that were not refused. */
export interface Waits {
  readonly requests: number;
  readonly share: number;
  readonly meanMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly stillWaiting: number;
}

/** At the end of each second. */
export interface Second {
  readonly second: number;
  readonly active: number;
  readonly busy: number;
  readonly inFlight: number;
  readonly waiting: number;
  /** As the busyness plugin saw it last; undefined with another algorithm. */
  readonly busynessPercent?: number | undefined;
}

/** One decision: how many workers came, or below zero went. */
export interface ScaleEvent {
  readonly atMs: number;
  readonly workers: number;
}

export const scaleUps = ({ scaleEvents }: Outcome): number =>
  scaleEvents.filter(({ workers }) => workers > 0).length;

export const scaleDowns = ({ scaleEvents }: Outcome): number =>
  scaleEvents.filter(({ workers }) => workers < 0).length;

const flipMs = 60_000;

/** Up within a minute of down, or down within a minute of up. */
export function countFlips({ scaleEvents }: Outcome): number {
  return scaleEvents.filter(({ atMs, workers }, index) => {
    const before = scaleEvents[index - 1];
    return before !== undefined && before.workers > 0 !== workers > 0 && atMs - before.atMs <= flipMs;
  }).length;
}

export const meanWorkers = ({ workerHours, seconds }: Outcome): number | undefined =>
  seconds === 0 ? undefined : (workerHours * 3600) / seconds;
