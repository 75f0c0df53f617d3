/** A check of observations, as `uwtop check` and whoever has recorded them make it. */
import type { RuleName } from '../../src/alerts/rule-table';
import { defaultSettings, type SettingsOf } from '../../src/alerts/situation';
import { createCheck, noteInCheck, type Orders, settingsForRun } from '../../src/check/judge';
import { checkText } from '../../src/check/text';
import { parseThresholds } from '../../src/check/thresholds';
import { verdictOf } from '../../src/check/verdict';
import type { Observation, TargetLabel } from '../../src/model/observation';
import { label } from '../ui/scenes';

export interface Asked {
  readonly warning?: string;
  readonly critical?: string;
  readonly rules?: readonly RuleName[];
  readonly forSeconds?: number;
  readonly verbose?: boolean;
  readonly settingsOf?: SettingsOf;
  readonly targets?: readonly TargetLabel[];
  readonly late?: readonly string[];
}

function thresholds(text: string | undefined) {
  if (text === undefined) return [];
  const parsed = parseThresholds(text);
  return parsed.ok ? parsed.value : fail(parsed.failure);
}

export function checked(observations: readonly Observation[], asked: Asked = {}) {
  const run = {
    thresholds: { warning: thresholds(asked.warning), critical: thresholds(asked.critical) },
    rules: asked.rules,
    forMs: (asked.forSeconds ?? 0) * 1000,
    intervalMs: 1000,
  };
  const settingsOf = settingsForRun(asked.settingsOf ?? defaultSettings, run);
  const orders: Orders = { ...run, settingsOf };
  const names = [...new Set(observations.map(({ targetId }) => targetId))];
  const check = observations.reduce(
    (known, observation) => noteInCheck(known, observation, orders),
    createCheck(asked.targets ?? names.map(label)),
  );
  const late = new Map((asked.late ?? []).map((id) => [id, 'no answer within 10s']));
  const verdict = verdictOf(check, orders, late);
  const text = checkText(verdict, { orders, verbose: asked.verbose ?? false });
  return { state: verdict.state, text };
}
