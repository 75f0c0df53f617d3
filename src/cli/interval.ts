/** Lengths of time on the command line: `1`, `0.5`, `2s`, `500ms`, `1m`. */
import { InvalidArgumentError } from 'commander';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, '': 1000, m: 60_000 };

export const shortestIntervalMs = 100;
export const longestIntervalMs = 3_600_000;

/** Milliseconds. A bare number is seconds, as in uwsgitop. */
export function parseIntervalMs(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?|\.\d+)(ms|s|m|)$/.exec(text.trim()) ?? [];
  const ms = Number(digits) * (unitsMs[unit ?? ''] ?? NaN);
  if (!(ms >= shortestIntervalMs && ms <= longestIntervalMs)) {
    throw new InvalidArgumentError('give seconds from 0.1 to 3600, for example 1, 0.5 or 500ms.');
  }
  return ms;
}

/** A whole number from 1 on. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('give a whole number from 1 on.');
  return Number(text);
}
