/** What an answer tells of an instance, and what was known before that makes it telling. */
import { displayText } from '../format/text';
import type { Limits } from '../limits/limits';
import type { AppState } from './apps';
import type { Conditions } from './conditions';
import type { EventDetail } from './events';
import type { ForecastLimits } from './forecasts/forecast';
import type { WorkerDocument } from '../stats/schema';
import type { Pace } from './forecasts/pace';
import type { HostFacts } from './host-facts';
import { keptSnapshot } from './kept-document';
import type { Observation, Sighting } from './observation';
import type { Courses, Outlook } from './outlook';
import type { QueueState } from './queues';
import type { RouterState } from './router';
import type { TargetClock } from './target-clock';
import type { Totals } from './totals';
import type { VassalState } from './vassal';
import type { WorkerState } from './worker';

export interface Seen {
  readonly sighting: Sighting;
  readonly wallMs: number;
  readonly monotonicMs: number;
  readonly version: string;
  readonly pid: number;
  /** Since the master's last start or reload, where worker 1's first life told it at some time. */
  readonly uptimeSeconds?: number | undefined;
  readonly clock: TargetClock;
  readonly workers: readonly WorkerState[];
  /** When a reload of the workers was told last, since the master's start: monotonic, ms. */
  readonly workersReloadMs?: number | undefined;
  /** Present for instances with workers; emperors and routers have none. */
  readonly totals?: Totals | undefined;
  readonly queues: readonly QueueState[];
  readonly outlook: Outlook;
  readonly courses: Courses;
  readonly conditions: Conditions;
  /** Exceptions of all workers over the last minute, as running totals. */
  readonly exceptions: Pace;
  /** Requests of all workers, likewise. */
  readonly requests: Pace;
  readonly vassals: readonly VassalState[];
  /** Where the stats of the vassals are, by the id that the emperor gives them: the observation's own object. */
  readonly vassalStats?: Observation['vassalStats'];
  /** Present for routers. */
  readonly router?: RouterState | undefined;
  readonly apps: readonly AppState[];
  readonly host?: HostFacts | undefined;
  /** The answer before, of the same start of the master: what has grown since tells a pace. */
  readonly earlier?: Earlier | undefined;
}

export interface Earlier {
  readonly monotonicMs: number;
  /** Without its workers. */
  readonly document: WorkerDocument;
}

/** What is known beside the answer itself. */
export interface Circumstances {
  readonly limits?: Limits | undefined;
  readonly forecastLimits: ForecastLimits;
  /** From when on the charts show what is measured now: monotonic, ms. */
  readonly chartedFromMs: number;
}

export interface Sight {
  readonly seen: Seen;
  /** What happened since the last answer. */
  readonly happened: readonly EventDetail[];
}

/** The part that every kind of instance has. */
export function commonOf(observation: Observation, sighting: Sighting) {
  const { document } = sighting.snapshot;
  return {
    sighting: { ...sighting, snapshot: keptSnapshot(sighting.snapshot) },
    wallMs: observation.wallMs,
    monotonicMs: observation.monotonicMs,
    version: displayText(document.version, 40),
    pid: document.pid,
    host: observation.host,
    vassalStats: observation.vassalStats,
  };
}
