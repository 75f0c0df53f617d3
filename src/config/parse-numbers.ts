/** Numbers and lengths of time in the file. */
import { refuse, type Place } from './place';

export interface NumberRange {
  readonly most: number;
  readonly isWhole?: true;
  /** For people: 'a number from 0 to 100'. */
  readonly shouldBe: string;
}

/** From 0 on. */
export function readNumber(place: Place, { most, isWhole, shouldBe }: NumberRange): number | undefined {
  const { node } = place;
  const value = node.kind === 'value' ? node.value : undefined;
  const fits = typeof value === 'number' && value >= 0 && value <= most;
  if (fits && (isWhole !== true || Number.isInteger(value))) return value;
  refuse(place, shouldBe);
  return undefined;
}

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, '': 1, s: 1, m: 60, h: 3600 };

/** Seconds: a number of them, or a text with its unit (500ms, 10s, 2m). */
export function readSeconds(place: Place, mostSeconds: number): number | undefined {
  const { node } = place;
  const text = node.kind === 'value' ? node.text : '';
  const [, digits, unit = ''] = /^(\d{1,12}(?:\.\d{1,9})?)(ms|s|m|h|)$/.exec(text) ?? [];
  const seconds = Number(digits) * (unitSeconds[unit] ?? NaN);
  if (seconds <= mostSeconds) return seconds;
  refuse(place, `seconds from 0 to ${mostSeconds}, such as 30, 500ms or 2m`);
  return undefined;
}
