/** What was asked of an instance: when each request came and how long it kept a worker. */

/** By arrival; times since the start, ms. Arrays of numbers, because there may be millions. */
export interface Demand {
  readonly durationMs: number;
  readonly arrivalMs: Float64Array;
  readonly serviceMs: Float64Array;
}

/**
 * Sorts by arrival in about linear time: into as many bins as there are requests, after which few have to change places
 * with a neighbour.
 */
export function inOrder({ durationMs, arrivalMs, serviceMs }: Demand): Demand {
  const count = arrivalMs.length;
  const scale = durationMs > 0 ? (count - 1) / durationMs : 0;
  const binOf = (atMs: number): number => Math.min(count - 1, Math.max(0, Math.floor(atMs * scale)));
  const next = binStarts(arrivalMs, binOf);
  const sorted = { durationMs, arrivalMs: new Float64Array(count), serviceMs: new Float64Array(count) };
  arrivalMs.forEach((atMs, request) => {
    const bin = binOf(atMs);
    const place = next[bin] ?? 0;
    next[bin] = place + 1;
    put(sorted, place, atMs, serviceMs[request] ?? 0);
  });
  straighten(sorted);
  return sorted;
}

function binStarts(arrivalMs: Float64Array, binOf: (atMs: number) => number): Uint32Array {
  const starts = new Uint32Array(arrivalMs.length + 1);
  for (const atMs of arrivalMs) {
    const after = binOf(atMs) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let bin = 1; bin < starts.length; bin += 1) starts[bin] = (starts[bin] ?? 0) + (starts[bin - 1] ?? 0);
  return starts;
}

function straighten(demand: Demand): void {
  const { arrivalMs, serviceMs } = demand;
  for (let request = 1; request < arrivalMs.length; request += 1) {
    const atMs = arrivalMs[request] ?? 0;
    const lengthMs = serviceMs[request] ?? 0;
    let place = request;
    for (; place > 0 && (arrivalMs[place - 1] ?? 0) > atMs; place -= 1) {
      put(demand, place, arrivalMs[place - 1] ?? 0, serviceMs[place - 1] ?? 0);
    }
    if (place < request) put(demand, place, atMs, lengthMs);
  }
}

function put({ arrivalMs, serviceMs }: Demand, place: number, atMs: number, lengthMs: number): void {
  arrivalMs[place] = atMs;
  serviceMs[place] = lengthMs;
}
