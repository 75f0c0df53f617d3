/** One worker as far as it is known: what it counts, what it is doing, and the rates between two polls. */
import type { CoreState } from './cores';
import type { Counters } from './counters';
import type { FirstSights } from './first-sight';
import type { Flight } from './flights';
import type { Forecast } from './forecasts/forecast';
import type { Interval } from './interval';
import type { Life } from './life';
import type { LastRespawn, PastLife } from './past-lives';
import type { Resources } from './resources';
import type { ToldOfWorker } from './told-of-worker';
import type { WorkerActivity } from './worker-activity';
import type { WorkerHistory } from './worker-history';

export interface WorkerState extends Resources {
  /** On the machine that was asked: its process can be measured, where it has one. */
  readonly isLocal: boolean;
  /** Place in uWSGI's list, from 1. Its `id` is 0 for every worker that was never spawned, so it names nobody. */
  readonly number: number;
  readonly pid: number;
  readonly activity: WorkerActivity;
  /** The uWSGI signal that it handles, when that is what it does. */
  readonly signal?: number | undefined;
  readonly accepting?: boolean | undefined;
  readonly counters: Counters;
  readonly told: ToldOfWorker;
  /** Requests in this life of the process. */
  readonly deltaRequests?: number | undefined;
  /** Since last_spawn. */
  readonly ageSeconds?: number | undefined;
  readonly cores: readonly CoreState[];
  readonly flights: readonly Flight[];
  /** What polls have taught of the requests that they catch. */
  readonly firstSights: FirstSights;

  /** Rates over the last interval; undefined before the second poll and across a reset. */
  readonly busyness?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
  readonly serviceTimeMs?: number | undefined;
  readonly txBytesPerSecond?: number | undefined;
  readonly exceptionsPerSecond?: number | undefined;
  /** What the rates of the whole instance are made of. */
  readonly interval?: Interval | undefined;

  readonly history: WorkerHistory;

  /** Since its spawn. */
  readonly life: Life;
  /** What will happen to it: requests to be killed first, then recycling, each the soonest first. */
  readonly forecasts: readonly Forecast[];
  /** Some limit of it is known, so that there may be forecasts. */
  readonly isLimited: boolean;
  /** The processes that it had before this one, as far as uwtop was there, since the last reload; the newest last. */
  readonly lives: readonly PastLife[];
  /** How the last of them ended, by itself or by force. */
  readonly lastRespawn?: LastRespawn | undefined;
}
