/** How often the targets are asked, as the keys change it. */
import type { UiState } from './state';

/** Steps that feel even: 0.1 to 60 s. */
const intervalsMs = [100, 200, 500, 1000, 2000, 3000, 5000, 10_000, 30_000, 60_000];
const fastIntervalMs = 200;

function nextInterval(intervalMs: number, step: number): number {
  const candidates = intervalsMs.filter((candidate) =>
    step < 0 ? candidate < intervalMs : candidate > intervalMs,
  );
  return (step < 0 ? candidates.at(-1) : candidates[0]) ?? intervalMs;
}

/** The next shorter (-1) or longer (1) interval; the same object at either end. */
export function stepInterval(ui: UiState, step: number): UiState {
  const intervalMs = nextInterval(ui.intervalMs, step);
  return intervalMs === ui.intervalMs ? ui : { ...ui, intervalMs, slowIntervalMs: undefined };
}

/** Fast refresh and back, as in uwsgitop. */
export function toggleFast(ui: UiState): UiState {
  const { slowIntervalMs: slow, intervalMs } = ui;
  return slow === undefined
    ? { ...ui, intervalMs: Math.min(fastIntervalMs, intervalMs), slowIntervalMs: intervalMs }
    : { ...ui, intervalMs: slow, slowIntervalMs: undefined };
}

/** `1s`, `0.5s`, `2.3s`. */
export const intervalText = (ms: number): string => `${Math.round(ms / 100) / 10}s`;
