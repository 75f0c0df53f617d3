/** How freely the memory of a large fleet may grow. */
import { setFlagsFromString } from 'node:v8';

/** From so many targets on what is kept of them outweighs the program. */
const manyTargets = 100;

/**
 * V8 lets a heap grow to several times of what is alive before it cleans up. Of a fleet most is alive for an hour, and the
 * machine has others to serve: three fifths on top have to do. The flag is read at each collection, so it may come late.
 */
export function beFrugal(targets: number): void {
  if (targets >= manyTargets) setFlagsFromString('--heap-growing-percent=60');
}
