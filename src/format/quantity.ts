/** Numbers as people read them at a glance: few digits, the unit beside them, a dash for what is not known. */

export const unknown = '-';

/** 0…1 as whole percent; `<1%` rather than 0 % for a little that is not nothing. */
export function percent(fraction: number | undefined): string {
  if (fraction === undefined) return unknown;
  if (fraction > 0 && fraction < 0.005) return '<1%';
  return `${Math.round(fraction * 100)}%`;
}

/** Bytes in powers of 1024, three digits: 987B, 9.8K, 123M, 1.2G. */
export function bytes(value: number | undefined): string {
  return scaled(value, 1024, ['B', 'K', 'M', 'G', 'T', 'P', 'E']);
}

/** Counts in powers of 1000: 987, 9.8k, 123k, 1.2M. */
export function count(value: number | undefined): string {
  return scaled(value, 1000, ['', 'k', 'M', 'G', 'T', 'P', 'E']);
}

function scaled(value: number | undefined, base: number, units: readonly string[]): string {
  if (value === undefined) return unknown;
  let scaledValue = value;
  let unit = 0;
  while (Math.abs(scaledValue) >= 999.5 && unit < units.length - 1) {
    scaledValue /= base;
    unit++;
  }
  const digits = unit === 0 ? String(Math.round(scaledValue)) : threeDigits(scaledValue);
  return `${digits}${units[unit] ?? ''}`;
}

const threeDigits = (value: number) => (Math.abs(value) < 9.95 ? value.toFixed(1) : value.toFixed(0));

/** Events a second: 0, 0.25, 3.4, 120, 12.3k. */
export function rate(perSecond: number | undefined): string {
  if (perSecond === undefined) return unknown;
  if (perSecond === 0) return '0';
  if (perSecond < 0.995) return perSecond < 0.01 ? '<.01' : perSecond.toFixed(2);
  if (perSecond < 99.95) return perSecond.toFixed(1);
  return count(perSecond);
}

/** A length of time given in ms: 0.04ms, 12ms, 1.2s, 3m05. */
export function milliseconds(value: number | undefined): string {
  if (value === undefined) return unknown;
  if (value < 0.995) return `${value.toFixed(2)}ms`;
  if (value < 9.95) return `${value.toFixed(1)}ms`;
  if (value < 999.5) return `${Math.round(value)}ms`;
  if (value < 59_950) return `${(value / 1000).toFixed(1)}s`;
  return duration(Math.round(value / 1000));
}

/** A length of time given in seconds, two units at most: 45s, 3m05, 2h14, 5d03, 120d, 57y. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return unknown;
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h${pad(Math.floor((whole % 3600) / 60))}`;
  const days = Math.floor(whole / 86_400);
  if (days < 100) return `${days}d${pad(Math.floor((whole % 86_400) / 3600))}`;
  return days < 10_000 ? `${days}d` : `${Math.floor(days / 365)}y`;
}

const pad = (value: number) => String(value).padStart(2, '0');

/** `3 workers`, `1 worker`. */
export function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
