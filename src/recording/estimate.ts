/** How large a recording will be, told before it is. Pure. */
import { bytes } from '../format/quantity';

export interface Pace {
  /** Of one round of all targets. */
  readonly bytesPerRound: number;
  readonly intervalMs: number;
}

const hourMs = 3_600_000;

export const bytesPerHour = ({ bytesPerRound, intervalMs }: Pace): number =>
  (bytesPerRound * hourMs) / intervalMs;

/** `about 12M an hour, 290M a day`. */
export function sizeEstimate(pace: Pace): string {
  const hourly = bytesPerHour(pace);
  return `about ${bytes(hourly)} an hour, ${bytes(24 * hourly)} a day`;
}
