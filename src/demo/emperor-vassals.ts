/** The vassals of the demo's emperor, and how they fare. */

import type { Schedule } from './schedule';

export interface VassalProfile {
  readonly id: string;
  readonly user: number;
  readonly heartbeat: boolean;
  readonly loyal: boolean;
  /** The member of the fleet that it is. */
  readonly member?: string;
  /** The socket whose first connection starts it, when that comes, and how long it then stays. */
  readonly onDemand?: Schedule & { readonly socket: string; readonly lastsMs: number };
  /** When its configuration is touched, and how long it then needs to be ready. */
  readonly restarts?: Schedule & { readonly slowMs: number };
  /** Why nobody can say where its stats are. */
  readonly silent?: string;
}

const minuteMs = 60_000;
const withoutStats = (file: string) => `no stats option in ${file}`;

export const vassalProfiles: readonly VassalProfile[] = [
  { id: 'shop.ini', user: 33, heartbeat: true, loyal: true, member: 'shop' },
  { id: 'api.ini', user: 33, heartbeat: true, loyal: true, member: 'api' },
  { id: 'search.ini', user: 998, heartbeat: true, loyal: true, member: 'search' },
  { id: 'legacy.ini', user: 33, heartbeat: false, loyal: true, member: 'legacy' },
  {
    ...{ id: 'legacy.ini:zerg', user: 33, heartbeat: false, loyal: true },
    silent: 'no stats option in [zerg]',
  },
  {
    ...{ id: 'reports.ini', user: 1001, heartbeat: true, loyal: true },
    restarts: { firstMs: 40_000, everyMs: 5 * minuteMs, slowMs: 22_000 },
    silent: withoutStats('reports.ini'),
  },
  {
    ...{ id: 'intranet.ini', user: 1002, heartbeat: true, loyal: false },
    onDemand: { firstMs: 25_000, everyMs: 3 * minuteMs, lastsMs: minuteMs, socket: '127.0.0.1:3050' },
    silent: withoutStats('intranet.ini'),
  },
];

export const crashingId = 'thumbnails.ini';

/** The members of the fleet that run as vassals. */
export const vassalMembers: readonly string[] = vassalProfiles.flatMap(({ member }) => member ?? []);
