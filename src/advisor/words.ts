/** Numbers in the sentences of an advice. */
import { bytes, duration, milliseconds, percent } from '../format/quantity';

/** A load, or a factor: three digits at most. */
export const number = (value: number): string =>
  value >= 99.95 ? String(Math.round(value)) : value >= 9.95 ? value.toFixed(1) : value.toFixed(2);

export const erlangs = (value: number): string => `${number(value)} erlangs`;

/** `0.3 %` is no 0 %. */
export const share = (value: number): string =>
  value > 0 && value < 0.0001
    ? '<0.01%'
    : value > 0 && value < 0.0995
      ? `${Number((value * 100).toPrecision(2))}%`
      : percent(value);

export const seconds = (value: number): string => milliseconds(value * 1000);

export const time = (value: number): string => duration(Math.round(value));

export { bytes };

/** Down to two digits: 12345 is 12000. */
export function roundedDown(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.floor(value / unit) * unit;
}

export const roundedTo = (value: number, unit: number): number => Math.round(value / unit) * unit;

export const processesOf = (count: number): string => `${count} ${count === 1 ? 'process' : 'processes'}`;
