/** How freely the memory may grow, for the machine has others to serve. */
import { setFlagsFromString } from 'node:v8';

/** From so many targets on what is kept of them outweighs the program. */
const manyTargets = 100;

/**
 * Of few targets the program itself is most of what is held. What an answer leaves behind is collected a megabyte at a
 * time, where V8 would let it pile up to 32 MB; what is kept may grow by a fifth before it is cleaned up; and functions
 * are compiled with less of others inside, for the compiler's own memory is never given back. It costs about a hundredth
 * of a core at 500 workers.
 */
const forFew = [
  '--semi-space-growth-factor=1',
  '--heap-growing-percent=20',
  '--optimize-for-size',
  '--max-inlined-bytecode-size-cumulative=300',
];

/** As V8 has them. */
const usual = [
  '--semi-space-growth-factor=2',
  '--heap-growing-percent=0',
  '--no-optimize-for-size',
  // Which the flag before had set as well.
  '--max-semi-space-size=0',
  '--max-inlined-bytecode-size-cumulative=920',
];

/**
 * Of many the processor is what is scarce. V8 lets a heap grow to several times of what is alive before it cleans up, and
 * most of what is known of a fleet is alive for an hour: three fifths on top have to do.
 */
const forMany = [...usual, '--heap-growing-percent=60'];

/** V8 reads these flags whenever it collects or compiles, so they may come late, and again. */
export function beFrugal(targets: number): void {
  set(targets >= manyTargets ? forMany : forFew);
  process.removeListener('exit', beUsual);
  process.prependListener('exit', beUsual);
}

/** What was compiled under other flags than those of the next start would be refused there: it is kept at the very end. */
function beUsual(): void {
  set(usual);
}

function set(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}
