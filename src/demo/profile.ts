/** What sets one simulated uWSGI master apart from another: its limits, its load and its misfortunes. */

import type { NonEmpty } from '../random/random';

export interface MasterProfile {
  readonly kind: 'master';
  readonly name: string;
  readonly transport: Transport;
  readonly version: string;
  readonly user: number;
  readonly cwd: string;
  readonly processes: number;
  readonly cores: number;
  /** Async loops hand out cores from the highest id downwards; threads from the lowest. */
  readonly coreOrder: 'lowest' | 'highest';
  readonly load: LoadProfile;
  /** Absent: the instance runs without memory-report and prints 0 for ever. */
  readonly memory?: MemoryProfile;
  readonly maxRequests?: number;
  /** MiB; a limit that max-requests comes before, so the simulation needs not enforce it. */
  readonly reloadOnRss?: number;
  readonly minLifetimeMs: number;
  readonly harakiriSeconds?: number;
  readonly cheaper?: CheaperProfile;
  /** From fork to accepting. */
  readonly startupMs: number;
  readonly restart?: RestartProfile;
  readonly incidents: readonly IncidentProfile[];
  readonly sockets: NonEmpty<SocketProfile>;
  readonly apps: NonEmpty<AppProfile>;
  readonly traffic: TrafficProfile;
  readonly extras?: ExtrasProfile;
  /** How long the master had been up when the demo began. */
  readonly historyMs: number;
}

/** How the stats socket is offered: raw TCP, raw UNIX, or TCP with `stats-http`. */
export type Transport = 'tcp' | 'unix' | 'http';

export interface LoadProfile {
  readonly arrivalsPerSecond: number;
  /** Amplitude of the slow wave, a share of the mean. */
  readonly wave: number;
  readonly wavePeriodMs: number;
  /** By how much a burst multiplies the arrivals; 1 for none. */
  readonly burst: number;
  readonly medianMs: number;
  readonly sigma: number;
  readonly staticShare: number;
  readonly exceptionShare: number;
  readonly medianTxBytes: number;
}

export interface MemoryProfile {
  readonly baseBytes: number;
  readonly leakBytesPerRequest: number;
}

export interface CheaperProfile {
  readonly minimum: number;
  readonly step: number;
  readonly overloadMs: number;
  /** Quiet cycles before one worker is parked. */
  readonly multiplier: number;
  readonly busynessMin: number;
  readonly busynessMax: number;
  /** Workers beyond this number were never spawned before the demo began: they print id 0. */
  readonly historyPeak: number;
  /** How many workers were awake when the demo began. */
  readonly usual: number;
}

/** A graceful reload keeps the master's pid; an outage refuses connections and comes back as another master. */
export interface RestartProfile {
  readonly kind: 'reload' | 'outage';
  readonly firstMs: number;
  readonly everyMs: number;
  readonly lastsMs: number;
}

/** A request out of the ordinary, at fixed times after the demo's start (negative: already under way then). */
export interface IncidentProfile {
  readonly kind: IncidentKind;
  readonly firstMs: number;
  readonly everyMs: number;
  readonly serviceMs: number;
}

export type IncidentKind = 'stuck' | 'slow' | 'hostile' | 'crash';

export interface SocketProfile {
  readonly name: string;
  readonly proto: 'uwsgi' | 'http';
  /** 0 for a UNIX socket, whose queue uWSGI cannot see. */
  readonly maxQueue: number;
}

export interface AppProfile {
  readonly mountpoint: string;
  readonly chdir: string;
  readonly startupSeconds: number;
}

export interface TrafficProfile {
  readonly host: string;
  /** Method and URI; `#` stands for a number, `@` for a word. */
  readonly routes: NonEmpty<readonly [method: string, uri: string]>;
}

export interface ExtrasProfile {
  readonly metrics: boolean;
  readonly caches: readonly {
    readonly name: string;
    readonly maxItems: number;
    readonly hitsPerRequest: number;
  }[];
  readonly daemons: readonly string[];
  readonly spoolers: readonly string[];
  readonly crons: readonly {
    readonly minute: number;
    readonly command: string;
    readonly everyMs: number;
    readonly lastsMs: number;
  }[];
}
