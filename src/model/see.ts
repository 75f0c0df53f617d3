/** An answer in the light of the answer before it. */
import { noConditions } from './conditions';
import type { EventDetail } from './events';
import { noPace } from './forecasts/pace';
import type { Observation, Sighting } from './observation';
import { noCourses } from './outlook';
import { seeWorkers } from './see-workers';
import { type Circumstances, commonOf, type Seen, type Sight } from './seen';
import { unknownClock } from './target-clock';
import { type EmperorSight, vassalEvents, vassalsOf } from './vassals';

export function see(
  before: Seen | undefined,
  observation: Observation,
  sighting: Sighting,
  circumstances: Circumstances,
): Sight {
  const { snapshot } = sighting;
  const { kind } = snapshot;
  const changedKind = before !== undefined && before.sighting.snapshot.kind !== kind;
  const happened: EventDetail[] = changedKind
    ? [{ kind: 'target-changed', from: before.sighting.snapshot.kind, to: kind }]
    : [];
  const comparable = changedKind ? undefined : before;
  const sight =
    snapshot.kind === 'worker'
      ? seeWorkers(comparable, observation, { sighting, document: snapshot.document, circumstances })
      : seeOthers(comparable, observation, sighting);
  return { seen: sight.seen, happened: [...happened, ...sight.happened] };
}

/** Emperors and routers. */
function seeOthers(before: Seen | undefined, observation: Observation, sighting: Sighting): Sight {
  const { snapshot } = sighting;
  const vassals =
    snapshot.kind === 'emperor' ? vassalsOf(snapshot.document, emperorSight(before), observation) : [];
  const seen = {
    ...commonOf(observation, sighting),
    clock: unknownClock,
    workers: [],
    queues: [],
    outlook: {},
    courses: noCourses,
    conditions: noConditions,
    exceptions: noPace,
    requests: noPace,
    vassals,
    apps: [],
  };
  return { seen, happened: before === undefined ? [] : [...vassalEvents(before.vassals, vassals)] };
}

function emperorSight(before: Seen | undefined): EmperorSight | undefined {
  const snapshot = before?.sighting.snapshot;
  if (before === undefined || snapshot?.kind !== 'emperor') return undefined;
  return { vassals: before.vassals, blacklist: snapshot.document.blacklist ?? [] };
}
