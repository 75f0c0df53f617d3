/** When uWSGI's master wakes up, and at which of these it looks after its workers. */

export interface MasterClock {
  /** Where in the second of the wall clock the start lies, ms. */
  readonly wallMs: number;
  /** From one look to the next when nothing wakes the master: its one second and a little. */
  readonly cycleMs: number;
  /** What wakes it before, as each question for its stats does: since the start, ms. */
  readonly wokenMs: readonly number[];
}

export interface MasterWake {
  readonly atMs: number;
  /** At the first in each second of the wall clock. */
  readonly decides: boolean;
}

export const plainClock: MasterClock = { wallMs: 0, cycleMs: 1001, wokenMs: [] };

export function* masterWakes(
  { wallMs, cycleMs, wokenMs }: MasterClock,
  durationMs: number,
): Iterable<MasterWake> {
  const secondAt = (atMs: number): number => Math.floor((wallMs + atMs) / 1000);
  let lookedSecond = secondAt(0);
  let woken = 0;
  let atMs = 0;
  for (;;) {
    while ((wokenMs[woken] ?? Infinity) <= atMs) woken += 1;
    atMs = Math.min(atMs + cycleMs, wokenMs[woken] ?? Infinity);
    if (atMs > durationMs) return;
    const decides = secondAt(atMs) > lookedSecond;
    if (decides) lookedSecond = secondAt(atMs);
    yield { atMs, decides };
  }
}
