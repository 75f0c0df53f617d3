/** How worrying it is that connections wait. */
import type { Tone } from './column';

/** @param share of the places in the listen queue that are taken, 0…1 */
export function queueTone(share: number): Tone {
  if (share >= 0.9) return 'critical';
  return share >= 0.5 ? 'warning' : 'plain';
}
