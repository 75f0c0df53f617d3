/** How old a vassal is, how long it took to start, and when it is tried again. */
import type { RawVassal } from '../stats/schema';
import type { BlacklistEntry } from './blacklist';
import type { VassalState } from './vassal';

/** Until the emperor tries it again. */
export function retryOf(
  { pid, cursed = 0 }: RawVassal,
  state: VassalState['state'],
  known: {
    readonly entry: BlacklistEntry | undefined;
    readonly triedMs: number | undefined;
    readonly nowMs: number;
  },
): number | undefined {
  const { entry, triedMs, nowMs } = known;
  const isTried = pid > 0 && cursed === 0;
  if (state !== 'blacklisted' || isTried || entry?.throttle_level === undefined) return undefined;
  if (triedMs === undefined || !Number.isFinite(triedMs)) return undefined;
  return Math.max(0, (triedMs + entry.throttle_level - nowMs) / 1000);
}

export function timesOf(raw: RawVassal, nowSeconds: number) {
  const since = (stamp: number | undefined) =>
    stamp === undefined || stamp <= 0 ? undefined : Math.max(0, nowSeconds - stamp);
  const isUp = raw.pid > 0;
  // When one that waits for connections was woken is not told: its last_run is when it was put to wait.
  const isWoken = (raw.on_demand ?? '') !== '';
  const { last_ready: readyAt = 0, last_run: runAt = 0 } = raw;
  const isTimed = isUp && !isWoken && (raw.ready ?? 0) > 0 && runAt > 0 && readyAt >= runAt;
  return {
    ageSeconds: isUp ? since(isWoken ? raw.last_ready : raw.last_run) : undefined,
    heartbeatSeconds: isUp ? since(raw.last_heartbeat) : undefined,
    startSeconds: isTimed ? readyAt - runAt : undefined,
  };
}
