/** What `uwtop tune` collects of recordings. */
import { resolve } from 'node:path';
import { type FleetCollection, collectAllIn, createCollection, retargeted } from '../advisor/collect-fleet';
import type { Configuration } from '../limits/configuration';
import type { LimitName } from '../limits/limit-table';
import { type Limit, type Limits, limitsOf } from '../limits/limits';
import { readConfiguration } from '../limits/read-configuration';
import type { KnownLimits, Observation } from '../model/observation';
import { describeDamages, openRecording } from '../recording/open';
import { configFiles } from '../targets/config-files';
import { pathOf } from './are-recordings';
import { statedLimits } from './limit-flags';
import type { TuneOptions } from './tune-program';

export async function collectRecorded(
  texts: readonly string[],
  options: TuneOptions,
): Promise<FleetCollection> {
  const recording = await openRecording(texts.map(pathOf));
  const withStated = statedFor(options);
  let { targets } = recording.header;
  let collection = createCollection(targets);
  for await (const round of recording.rounds()) {
    if (round.targets !== targets) collection = retargeted(collection, (targets = round.targets));
    collection = collectAllIn(collection, round.observations.map(withStated));
  }
  for (const sentence of describeDamages(recording.damages)) process.stderr.write(`uwtop: ${sentence}\n`);
  return collection;
}

/** What is stated on the command line ranks before what was known then. */
function statedFor(options: TuneOptions): (observation: Observation) => Observation {
  const flags = statedLimits(options);
  const sources = [flags, configurationOf(options)].filter((source) => source !== undefined);
  if (sources.length === 0) return (observation) => observation;
  const stated = limitsOf(sources);
  const known = new Map<KnownLimits | undefined, KnownLimits>();
  return (observation) => {
    const { limits: recorded } = observation;
    const limits = known.get(recorded) ?? {
      limits: overlaid(stated, recorded?.limits),
      notes: recorded?.notes ?? [],
    };
    known.set(recorded, limits);
    return { ...observation, limits };
  };
}

function configurationOf({ uwsgiConfig }: TuneOptions): Configuration | undefined {
  if (uwsgiConfig === undefined) return undefined;
  return readConfiguration({ files: [resolve(uwsgiConfig)], startDirectory: '/' }, configFiles);
}

function overlaid(stated: Limits, recorded: Limits | undefined): Limits {
  if (recorded === undefined) return stated;
  const limits = Object.entries(stated).map(([name, limit]: [string, Limit<unknown>]) => [
    name,
    limit.state === 'unknown' ? recorded[name as LimitName] : limit,
  ]);
  return Object.fromEntries(limits) as Limits;
}
