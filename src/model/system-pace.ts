/** How fast counters grow that stand in the document itself. */
import type { Seen } from './seen';

/** What has grown since the answer before, per second; unknown across a reload. */
export function paceOf({
  monotonicMs,
  earlier,
}: Seen): (now?: number, before?: number) => number | undefined {
  const seconds = earlier === undefined ? 0 : (monotonicMs - earlier.monotonicMs) / 1000;
  return (now, before) =>
    now === undefined || before === undefined || now < before || seconds <= 0
      ? undefined
      : (now - before) / seconds;
}
