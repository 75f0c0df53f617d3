/** Ranges of thresholds as the guidelines of the monitoring plugins write them: `10`, `10:`, `~:10`, `10:20`, `@10:20`. */

export interface Range {
  readonly start: number;
  readonly end: number;
  /** Alerts inside of it, ends included, rather than outside. */
  readonly isInside: boolean;
}

export const rangeShouldBe =
  '10 (outside of 0 to 10), 10: (below 10), ~:10 (above 10), 10:20, @10:20 (inside)';

const number = String.raw`-?(?:\d+(?:\.\d*)?|\.\d+)`;
const written = new RegExp(String.raw`^(@?)(?:(~|${number})?:)?(${number})?$`);

/** undefined: it is no range. */
export function parseRange(text: string): Range | undefined {
  const [match, at, low, high] = written.exec(text) ?? [];
  if (match === undefined || (low === undefined && high === undefined)) return undefined;
  const start = low === '~' ? -Infinity : Number(low ?? 0);
  const end = high === undefined ? Infinity : Number(high);
  return start <= end ? { start, end, isInside: at === '@' } : undefined;
}

/** Whether the value is one to call for. */
export const alertsAt = ({ start, end, isInside }: Range, value: number): boolean =>
  (start <= value && value <= end) === isInside;

/** As performance data have it: what is read as this range. */
export function rangeText({ start, end, isInside }: Range): string {
  const low = start === -Infinity ? '~:' : start === 0 && end !== Infinity ? '' : `${numberText(start)}:`;
  return `${isInside ? '@' : ''}${low}${end === Infinity ? '' : numberText(end)}`;
}

/** In no locale, without an exponent. */
export const numberText = (value: number): string =>
  Math.abs(value) < 1e15 ? String(Number(value.toFixed(6))) : String(BigInt(Math.round(value)));

export const upTo = (end: number): Range => ({ start: 0, end, isInside: false });
