/** Which rules of alerts count in a run of so many seconds, and how long they must hold in it. */
import { type AllSettings, type RuleName, ruleNames } from '../alerts/rule-table';
import { metricsOf, type Thresholds } from './thresholds';

export interface RunOptions {
  readonly thresholds: Thresholds;
  /** The rules that count; all, where this is left out. */
  readonly rules?: readonly RuleName[] | undefined;
  /** What is reported has held for so long; 0: it is so now. */
  readonly forMs: number;
  readonly intervalMs: number;
}

/** Counts of one moment: what they say without a length of time to hold over is chance. */
export const momentary: ReadonlySet<RuleName> = new Set<RuleName>([
  'busy-ratio',
  'listen-queue',
  'queue-full',
  'accepting',
]);

/** Rates are known from the second poll on, and polls are not on the dot. */
const unseenIntervals = 1.5;

export function settingsInRun(settings: AllSettings, options: RunOptions): AllSettings {
  const { forMs, intervalMs, rules = ruleNames } = options;
  const replaced = new Set([...metricsOf(options.thresholds)].map(({ rule }) => rule));
  const longestHold = Math.max(0, forMs - unseenIntervals * intervalMs) / 1000;
  const entries = ruleNames.map((rule) => {
    const known = settings[rule];
    const counts = rules.includes(rule) && !replaced.has(rule) && (forMs > 0 || !momentary.has(rule));
    return [
      rule,
      {
        ...known,
        holdSeconds: Math.min(known.holdSeconds, longestHold),
        muted: known.muted || !counts,
      },
    ] as const;
  });
  return Object.fromEntries(entries) as AllSettings;
}
