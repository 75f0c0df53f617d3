/** How many processes of an instance were replaced, by cause, since it is watched. */
import type { RespawnCause } from './causes';
import type { EventDetail } from './events';

export type RespawnCounts = Readonly<Record<RespawnCause['by'], number>>;

export const noRespawns: RespawnCounts = {
  harakiri: 0,
  'max-requests': 0,
  'max-worker-lifetime': 0,
  'reload-on-rss': 0,
  'reload-on-as': 0,
  'reload-on-uss': 0,
  'reload-on-pss': 0,
  'evil-reload-on-rss': 0,
  'evil-reload-on-as': 0,
  crash: 0,
  unknown: 0,
};

export function countRespawns(before: RespawnCounts, happened: readonly EventDetail[]): RespawnCounts {
  return happened.reduce(
    (counts, event) =>
      event.kind === 'respawn'
        ? { ...counts, [event.cause.by]: counts[event.cause.by] + event.times }
        : counts,
    before,
  );
}
