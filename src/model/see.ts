/** An answer in the light of the answer before it. */
import type { Snapshot } from '../stats/schema';
import { noConditions } from './conditions';
import type { EventDetail } from './events';
import { noPace } from './forecasts/pace';
import type { Observation, Sighting } from './observation';
import { noCourses } from './outlook';
import { seeWorkers } from './see-workers';
import { nodeEvents } from './router-events';
import { type EarlierRouter, routerOf } from './routers';
import { type Circumstances, commonOf, type Seen, type Sight } from './seen';
import { stampClock } from './stamp-clock';
import { offsetMs } from './target-clock';
import { vassalEvents } from './vassal-events';
import { type EmperorSight, vassalsOf } from './vassals';

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
  const { monotonicMs, wallMs, vassalStats } = observation;
  const clock = stampClock(snapshot, before && { ...before, ...before.sighting }, monotonicMs);
  const moment = { monotonicMs, wallMs, vassalStats, clockOffsetMs: offsetMs(clock, wallMs - monotonicMs) };
  const vassals =
    snapshot.kind === 'emperor' ? vassalsOf(snapshot.document, emperorSight(before, snapshot), moment) : [];
  const router =
    snapshot.kind === 'router'
      ? routerOf(snapshot.document, earlierRouter(before, snapshot), moment)
      : undefined;
  const seen = {
    ...commonOf(observation, sighting),
    clock,
    workers: [],
    queues: [],
    outlook: {},
    courses: noCourses,
    conditions: noConditions,
    exceptions: noPace,
    requests: noPace,
    vassals,
    router,
    apps: [],
  };
  const happened =
    before === undefined
      ? []
      : [...vassalEvents(before.vassals, vassals), ...nodeEvents(before.router, router, monotonicMs)];
  return { seen, happened };
}

function emperorSight(before: Seen | undefined, { document: { pid } }: Snapshot): EmperorSight | undefined {
  const snapshot = before?.sighting.snapshot;
  if (before === undefined || snapshot?.kind !== 'emperor') return undefined;
  const { blacklist = [] } = snapshot.document;
  // Another emperor has started all of them itself.
  const forgotten = { respawns: 0, lastPid: undefined };
  const vassals =
    before.pid === pid ? before.vassals : before.vassals.map((vassal) => ({ ...vassal, ...forgotten }));
  return { vassals, blacklist };
}

/** Another process counts anew. */
function earlierRouter(before: Seen | undefined, { document: { pid } }: Snapshot): EarlierRouter | undefined {
  const snapshot = before?.sighting.snapshot;
  if (before === undefined || snapshot?.kind !== 'router' || before.pid !== pid) return undefined;
  return { document: snapshot.document, state: before.router, monotonicMs: before.monotonicMs };
}
