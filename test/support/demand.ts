/** A demand out of requests that are named one by one. */
import { type Demand, inOrder } from '../../src/advisor/cheaper/demand';

export interface Request {
  readonly arrivalMs: number;
  readonly serviceMs: number;
}

export function demandOf(requests: readonly Request[], durationMs: number): Demand {
  const arrivalMs = Float64Array.from(requests, (request) => request.arrivalMs);
  const serviceMs = Float64Array.from(requests, (request) => request.serviceMs);
  return inOrder({ durationMs, arrivalMs, serviceMs });
}
