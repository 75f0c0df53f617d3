/** Requests in the order in which they are thought of, as many as there are room for. */

import { inOrder, type Demand } from './demand';

export class Requests {
  private readonly arrivalMs: Float64Array;
  private readonly serviceMs: Float64Array;
  private count = 0;

  constructor(most: number) {
    this.arrivalMs = new Float64Array(most);
    this.serviceMs = new Float64Array(most);
  }

  add(arrivalMs: number, serviceMs: number): void {
    this.arrivalMs[this.count] = arrivalMs;
    this.serviceMs[this.count] = serviceMs;
    this.count += 1;
  }

  inOrder(durationMs: number): Demand {
    const arrivalMs = this.arrivalMs.subarray(0, this.count);
    const serviceMs = this.serviceMs.subarray(0, this.count);
    return inOrder({ durationMs, arrivalMs, serviceMs });
  }
}
