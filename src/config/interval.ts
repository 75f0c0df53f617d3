/** Times between two polls, as people write them: `1`, `0.5`, `2s`, `500ms`, `1m`. */

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, '': 1000, m: 60_000 };

const shortestMs = 100;
const longestMs = 3_600_000;

export const intervalShouldBe = 'seconds from 0.1 to 3600, for example 1, 0.5 or 500ms';

/** Milliseconds; a bare number is seconds, as in uwsgitop. undefined: it is no such time. */
export function intervalMsOf(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?|\.\d+)(ms|s|m|)$/.exec(text.trim()) ?? [];
  const ms = Number(digits) * (unitsMs[unit ?? ''] ?? NaN);
  return ms >= shortestMs && ms <= longestMs ? ms : undefined;
}

/** The text that is read as this time. */
export const intervalText = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000}` : `${ms}ms`);
