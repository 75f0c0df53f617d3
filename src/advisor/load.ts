/** The load of one instance as it was seen: the intervals between answers, each with what it brought. */

/** Between two answers of one start of the master that can be compared. Unknown is undefined, never 0. */
export interface LoadSlice {
  /** Monotonic, ms: of the answer before, and of the one that ends it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Of its end, for hours of the day, ms since the epoch. */
  readonly wallMs: number;
  /** Requests that ended; static files among them. */
  readonly requests: number;
  /** Those of them that uWSGI timed. */
  readonly served: number;
  /** What uWSGI added to running_time: the whole duration of each request in the slice in which it ended. */
  readonly servedSeconds: number;
  /** Slot-seconds that were spent in requests within the slice, those in flight included: over its length it is the load in erlangs. */
  readonly busySeconds: number;
  /** Processes that take requests, at its end: live and not cheap. */
  readonly activeWorkers: number;
  /** Cores of these. */
  readonly slots: number;
  readonly inFlight: number;
  /** Of the fullest socket, at its end. */
  readonly queue?: number | undefined;
  readonly cpuSeconds?: number | undefined;
  readonly kills: number;
}
