/** How wide a column of instance names is in a list of sentences. */
import type { FleetState } from '../../model/fleet';

const widest = 16;

/** Of all that there are, not only those in sight: scrolling moves nothing to the side. */
export function nameCells({ instances }: FleetState): number {
  let cells = 0;
  for (const { target } of instances.values()) cells = Math.max(cells, target.name.length);
  return Math.min(widest, cells);
}
