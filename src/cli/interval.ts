/** Lengths of time and counts on the command line. */
import { InvalidArgumentError } from 'commander';
import { intervalMsOf, intervalShouldBe } from '../config/interval';

/** Milliseconds. A bare number is seconds, as in uwsgitop. */
export function parseIntervalMs(text: string): number {
  const ms = intervalMsOf(text);
  if (ms === undefined) throw new InvalidArgumentError(`give ${intervalShouldBe}.`);
  return ms;
}

/** A whole number from 1 on. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('give a whole number from 1 on.');
  return Number(text);
}

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `1.5h`, `1d` in milliseconds. */
export function durationMsOf(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? [];
  const ms = Number(number) * (unitsMs[unit] ?? NaN);
  return ms > 0 ? ms : undefined;
}

export function parseDurationMs(text: string): number {
  const ms = durationMsOf(text);
  if (ms === undefined) throw new InvalidArgumentError('give a length of time: 90s, 10m, 2h, 1d.');
  return ms;
}

const fastest = 10_000;

/** How many times as fast. */
export function parseSpeed(text: string): number {
  const speed = Number(text.replace(/x$/i, ''));
  if (!(speed > 0 && speed <= fastest)) throw new InvalidArgumentError('give a factor: 0.5, 2, 10, 100.');
  return speed;
}
