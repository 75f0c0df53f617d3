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
