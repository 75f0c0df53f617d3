/** What the flags of `uwtop check` ask for. */
import { ruleNames, type RuleName } from '../alerts/rule-table';
import { parseThresholds, type Threshold, type Thresholds } from '../check/thresholds';
import { nearestHint } from '../format/nearest';
import { excerpt } from '../format/text';
import type { CheckOptions } from './check-program';
import { UsageError } from './usage-error';

export const thresholdsOf = ({ warning, critical }: CheckOptions): Thresholds => ({
  warning: parsed('--warning', warning),
  critical: parsed('--critical', critical),
});

function parsed(flag: string, texts: readonly string[] = []): readonly Threshold[] {
  return texts.flatMap((text) => {
    const thresholds = parseThresholds(text);
    if (!thresholds.ok) throw new UsageError(`${flag}: ${thresholds.failure}`);
    return thresholds.value;
  });
}

/** undefined: all of them. */
export function rulesOf({ rules }: CheckOptions): readonly RuleName[] | undefined {
  if (rules === undefined) return undefined;
  return rules.flatMap((written): RuleName[] => {
    const rule = ruleNames.find((name) => name === written);
    if (rule !== undefined) return [rule];
    if (written === 'none') return [];
    const hint = nearestHint(written, ruleNames) || `; there are ${ruleNames.join(', ')} and none`;
    throw new UsageError(`--rules: there is no rule \`${excerpt(written, 40)}\`${hint}`);
  });
}

const usualTimeoutMs = 10_000;
/** Beyond what is measured, for answers that take their time. */
const patienceMs = 5000;

export interface Times {
  readonly intervalMs: number;
  readonly forMs: number;
  /** Of the whole run. */
  readonly timeoutMs: number;
}

/** @param intervalMs in force, from whatever source */
export function timesOf({ for: forMs = 0, timeout }: CheckOptions, intervalMs: number): Times {
  if (forMs > 0 && forMs < 2 * intervalMs)
    throw new UsageError(`--for ${forMs / 1000} s is less than two intervals of ${intervalMs / 1000} s (-i)`);
  const measuredMs = Math.max(intervalMs, forMs);
  if (timeout !== undefined && timeout <= measuredMs) {
    const what = forMs > intervalMs ? '--for' : 'the interval';
    throw new UsageError(`--timeout ${timeout / 1000} is over before ${what} is: ${measuredMs / 1000} s`);
  }
  return { intervalMs, forMs, timeoutMs: timeout ?? Math.max(usualTimeoutMs, measuredMs + patienceMs) };
}
