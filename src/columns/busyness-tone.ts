/** How worrying the busyness of an instance is. */
import type { Tone } from './column';

/** Of an instance: 70 % and 90 % are where operators begin to worry. */
export function busynessTone(busyness: number | undefined): Tone {
  if (busyness === undefined) return 'dim';
  if (busyness >= 0.9) return 'critical';
  return busyness >= 0.7 ? 'warning' : 'plain';
}
