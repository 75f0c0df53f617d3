/** How freely the memory may grow, for the machine has others to serve. */
import { setFlagsFromString } from 'node:v8';

/** From so many targets on what is kept of them outweighs the program. */
const manyTargets = 100;

/**
 * V8 reads these flags at each collection, so they may come late, and again.
 *
 * Few targets: what an answer leaves behind is collected a megabyte at a time. V8 would let it pile up to 32 MB, which
 * saves a hundredth of a core and is most of what the program holds.
 *
 * Many: there the processor is what is scarce. V8 lets a heap grow to several times of what is alive before it cleans
 * up, and most of what is known of a fleet is alive for an hour: three fifths on top have to do.
 */
export function beFrugal(targets: number): void {
  const isLarge = targets >= manyTargets;
  setFlagsFromString(`--semi-space-growth-factor=${isLarge ? 2 : 1}`);
  if (isLarge) setFlagsFromString('--heap-growing-percent=60');
}
