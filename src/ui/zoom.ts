/** How far back the charts reach. */
import type { InstanceState } from '../model/instance';
import { window } from '../model/series';
import type { UiState } from './state';

export const spansSeconds = [60, 300, 900, 3600] as const;
const usualSeconds = 300;

/** As chosen; else a minute until there is more than a minute to show: a chart that is nearly empty tells nothing. */
export function spanOf(ui: Pick<UiState, 'spanSeconds'>, instance: InstanceState | undefined): number {
  if (ui.spanSeconds !== undefined) return ui.spanSeconds;
  const nowMs = instance?.seen?.monotonicMs;
  if (instance === undefined || nowMs === undefined) return usualSeconds;
  const before = window(instance.history.busyness, { count: 120, bucketMs: 5000, nowMs }).slice(0, -12);
  return before.some((value) => value !== undefined) ? usualSeconds : spansSeconds[0];
}

/** The next longer span, or with -1 the next shorter one; behind the last comes the first. */
export function zoom(ui: UiState, step: 1 | -1, instance: InstanceState | undefined): UiState {
  const shown = spansSeconds.findIndex((seconds) => seconds === spanOf(ui, instance));
  const next = spansSeconds[(shown + step + spansSeconds.length) % spansSeconds.length];
  return { ...ui, spanSeconds: next };
}
