/** Times of a recording as somebody types them. Pure. */

export interface Timeline {
  /** Wall times, ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
}

export const howToWriteMoments = 'write 14:03, 2026-05-01T14:03, +5m, -30s or 50%';

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The wall time that is meant, ms; undefined where that is not clear. */
export function momentOf(written: string, { startMs, endMs, nowMs }: Timeline): number | undefined {
  const text = written.trim();
  const [, percent] = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text) ?? [];
  if (percent !== undefined) return startMs + ((endMs - startMs) * Math.min(100, Number(percent))) / 100;
  const [, sign, amount, unit = 's'] = /^([+-])(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  if (sign !== undefined) return nowMs + Number(`${sign}1`) * Number(amount) * (unitsMs[unit] ?? NaN);
  const [, hours, minutes, seconds = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text) ?? [];
  if (hours !== undefined) return timeOfDay([hours, minutes, seconds].map(Number), startMs, endMs);
  const date = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)
    ? Date.parse(text.includes(':') ? text : `${text}T00:00`)
    : NaN;
  return Number.isNaN(date) ? undefined : date;
}

/** Of the day on which the recording has such a time, the first of several; else of the day of its start. */
function timeOfDay([hours = 0, minutes = 0, seconds = 0]: readonly number[], startMs: number, endMs: number) {
  const day = new Date(startMs);
  day.setHours(hours, minutes, seconds, 0);
  if (day.getTime() >= startMs) return day.getTime();
  const tomorrow = new Date(day);
  tomorrow.setDate(day.getDate() + 1);
  return tomorrow.getTime() <= endMs ? tomorrow.getTime() : day.getTime();
}
