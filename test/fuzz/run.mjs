/**
 * Feeds the program's own modules with hostile data: `npm run fuzz`.
 *   --count N     documents to decode (1,000,000)
 *   --seconds N   stop after so long, whatever was done by then
 *   --seed N      another run; the same seed is the same run (1717)
 *   --case N      that case alone, as a failure names it
 *   --most N      go on until so many cases have failed (1)
 *   --stall N     a case that takes so many seconds never ends (60)
 * What must not be is printed with the case that shows it, and its documents are kept in a folder.
 */
import { fileURLToPath } from 'node:url';
import { options } from './options.mjs';
import { watch } from './watch.mjs';

const { seed, stall } = options;
const work = fileURLToPath(new URL('cases.mjs', import.meta.url));

process.exitCode = await watch([work, ...process.argv.slice(2)], {
  stallMs: Number(stall) * 1000,
  tell: (name, reason) => {
    console.error(
      `\nFOUND, seed ${seed}, case ${name}: ${reason}\n\nagain: npm run fuzz -- --seed ${seed} --case ${name}`,
    );
  },
});
