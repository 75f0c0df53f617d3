/** Where samples are gathered, metric by metric, within a bound. */
import { type Labels, noLabels } from './metric';

export interface Sample {
  readonly labels: Labels;
  /** Those of its target: one object for all of its samples. */
  readonly sharedLabels: Labels;
  readonly value: number;
}

export type Put = (name: string, labels: Labels, value: number | undefined) => void;

/** Takes what belongs together, or nothing of it. */
export class Shelf {
  readonly #samples = new Map<string, Sample[]>();
  readonly #maxSeries: number;
  series = 0;
  leftOut = 0;

  constructor(maxSeries: number) {
    this.#maxSeries = maxSeries;
  }

  add(sharedLabels: Labels, fill: (put: Put) => void): void {
    const batch = batchOf(sharedLabels, fill);
    if (this.series + batch.length > this.#maxSeries) this.leftOut += batch.length;
    else this.#take(batch);
  }

  /** Without a bound: what alerts are made of. */
  addAlways(sharedLabels: Labels, fill: (put: Put) => void): void {
    this.#take(batchOf(sharedLabels, fill));
  }

  /** Of uwtop itself: never left out. */
  addOwn(name: string, labels: Labels, value: number): void {
    this.series += 1;
    this.#of(name).push({ labels, sharedLabels: noLabels, value });
  }

  samplesOf(name: string): readonly Sample[] {
    return this.#samples.get(name) ?? [];
  }

  #take(batch: Batch): void {
    this.series += batch.length;
    for (const [name, sample] of batch) this.#of(name).push(sample);
  }

  #of(name: string): Sample[] {
    const known = this.#samples.get(name);
    if (known !== undefined) return known;
    const samples: Sample[] = [];
    this.#samples.set(name, samples);
    return samples;
  }
}

type Batch = readonly (readonly [name: string, sample: Sample])[];

function batchOf(sharedLabels: Labels, fill: (put: Put) => void): Batch {
  const batch: [name: string, sample: Sample][] = [];
  fill((name, labels, value) => {
    if (value !== undefined && Number.isFinite(value)) batch.push([name, { labels, sharedLabels, value }]);
  });
  return batch;
}
