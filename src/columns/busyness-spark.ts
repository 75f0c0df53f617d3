/** The last two minutes of an instance or a group as marks, and the last minute of an instance as one number. */
import type { InstanceState } from '../model/instance';
import { window } from '../model/series';
import type { FleetRow } from './instance-row';

type Values = readonly (number | undefined)[];

const sparkSeconds = 120;

export function busynessSpark(row: FleetRow, cells: number): Values {
  if (row.kind === 'instance') return sparkOf(row.instance, cells);
  // The last minutes of one that does not answer are others than those of the rest.
  const up = row.members.filter(({ phase }) => phase === 'up');
  const members = up.map(({ instance }) => ({
    values: sparkOf(instance, cells),
    weight: instance.seen?.totals?.active ?? 0,
  }));
  return Array.from({ length: cells }, (_, cell) => {
    let sum = 0;
    let weights = 0;
    for (const { values, weight } of members) {
      const value = values[cell];
      if (value === undefined) continue;
      sum += value * weight;
      weights += weight;
    }
    return weights === 0 ? undefined : sum / weights;
  });
}

/** An instance is a new object after each poll: between two of them many frames ask for the same. */
const sparks = new WeakMap<InstanceState, { readonly cells: number; readonly values: Values }>();

function sparkOf(instance: InstanceState, cells: number): Values {
  const known = sparks.get(instance);
  if (known?.cells === cells) return known.values;
  const bucketMs = Math.max(1, Math.floor(sparkSeconds / cells)) * 1000;
  const values = busynessOf(instance, cells, bucketMs);
  sparks.set(instance, { cells, values });
  return values;
}

const minutes = new WeakMap<InstanceState, { readonly mean: number | undefined }>();

/** Steps on every ten seconds. */
export function minuteBusyness(instance: InstanceState): number | undefined {
  const known = minutes.get(instance);
  if (known !== undefined) return known.mean;
  const values = busynessOf(instance, 6, 10_000).filter((value) => value !== undefined);
  const mean =
    values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  minutes.set(instance, { mean });
  return mean;
}

const busynessOf = ({ history, seen }: InstanceState, count: number, bucketMs: number): Values =>
  seen === undefined ? [] : window(history.busyness, { count, bucketMs, nowMs: seen.monotonicMs });
