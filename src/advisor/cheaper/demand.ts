/** What was asked of an instance: when each request came and how long it kept a worker. */

/** By arrival; times since the start, ms. Arrays of numbers, because there may be millions. */
export interface Demand {
  readonly durationMs: number;
  readonly arrivalMs: Float64Array;
  readonly serviceMs: Float64Array;
}

export interface Request {
  readonly arrivalMs: number;
  readonly serviceMs: number;
}

export function demandOf(requests: Iterable<Request>, durationMs: number): Demand {
  const sorted = [...requests].sort((one, other) => one.arrivalMs - other.arrivalMs);
  return {
    durationMs,
    arrivalMs: Float64Array.from(sorted, ({ arrivalMs }) => arrivalMs),
    serviceMs: Float64Array.from(sorted, ({ serviceMs }) => serviceMs),
  };
}
