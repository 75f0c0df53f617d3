/** How wide a column of instance names is in a list of sentences. */
import { cellText } from '../cells';
import type { Scene } from '../scene';

const widest = 16;

/** Of all that there are, not only those in sight: scrolling moves nothing to the side. */
export function nameCells({ fleet, glyphs }: Pick<Scene, 'fleet' | 'glyphs'>): number {
  let cells = 0;
  for (const { target } of fleet.instances.values())
    cells = Math.max(cells, cellText(target.name, glyphs.ascii).length);
  return Math.min(widest, cells);
}
