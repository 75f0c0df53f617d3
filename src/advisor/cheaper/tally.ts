/** Adds up what happens in a simulation. */

import type { Outcome, ScaleEvent, Second } from './outcome';
import type { Demand } from './demand';

export class Tally {
  private atMs = 0;
  private saturatedMs = 0;
  private workerMs = 0;
  private readonly waitsMs: number[] = [];
  private taken = 0;
  private refused = 0;
  private peakWorkers = 0;
  private heldBack = 0;
  private readonly timeline: Second[] = [];
  private readonly events: ScaleEvent[] = [];

  /** So it was from the last time on until this one. */
  pass(toMs: number, active: number, isSaturated: boolean): void {
    const lengthMs = toMs - this.atMs;
    this.atMs = toMs;
    this.workerMs += lengthMs * active;
    if (isSaturated) this.saturatedMs += lengthMs;
    if (active > this.peakWorkers) this.peakWorkers = active;
  }

  take(waitMs: number): void {
    this.taken += 1;
    if (waitMs > 0) this.waitsMs.push(waitMs);
  }

  refuse(): void {
    this.refused += 1;
  }

  holdBack(): void {
    this.heldBack += 1;
  }

  second(second: Second): void {
    this.timeline.push(second);
  }

  scale(event: ScaleEvent): void {
    this.events.push(event);
  }

  /** Those that still wait have waited until now. */
  outcome(demand: Demand, stillWaitingMs: readonly number[], inFlight: number): Outcome {
    const waitsMs = Float64Array.from([...this.waitsMs, ...stillWaitingMs]).sort();
    const accepted = this.taken + stillWaitingMs.length;
    return {
      seconds: demand.durationMs / 1000,
      requests: demand.arrivalMs.length,
      refused: this.refused,
      ended: this.taken - inFlight,
      inFlight,
      waits: {
        requests: waitsMs.length,
        share: accepted === 0 ? 0 : waitsMs.length / accepted,
        meanMs: accepted === 0 ? 0 : waitsMs.reduce((sum, waitMs) => sum + waitMs, 0) / accepted,
        p95Ms: quantileOf(waitsMs, accepted, 0.95),
        maxMs: waitsMs.at(-1) ?? 0,
        stillWaiting: stillWaitingMs.length,
      },
      saturatedSeconds: this.saturatedMs / 1000,
      heldBackSeconds: this.heldBack,
      workerHours: this.workerMs / 3_600_000,
      peakWorkers: this.peakWorkers,
      timeline: this.timeline,
      scaleEvents: this.events,
    };
  }
}

/** Of all that were accepted: those that did not wait come first. */
function quantileOf(waitsMs: Float64Array, accepted: number, share: number): number {
  const rank = Math.ceil(accepted * share) - 1 - (accepted - waitsMs.length);
  return waitsMs[rank] ?? 0;
}
