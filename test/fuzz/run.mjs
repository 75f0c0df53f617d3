/**
 * Feeds the program's own modules with hostile data: `npm run fuzz`.
 *   --count N     documents to decode (1,000,000)
 *   --seconds N   stop after so long, whatever was done by then
 *   --seed N      another run; the same seed is the same run (1717)
 *   --case N      that case alone, as a failure names it
 *   --most N      go on until so many cases have failed (1)
 *   --stall N     a case that takes so many seconds never ends (60)
 *   --linearity   instead: hostile files and answers of up to a megabyte, whose reading may not take more time for each
 *                 character the longer they are; --count is then that of the cases of each reader (60)
 * What must not be is printed with the case that shows it, and its documents are kept in a folder.
 */
import { fileURLToPath } from 'node:url';
import { options } from './options.mjs';
import { watch } from './watch.mjs';

const { seed, stall, linearity } = options;
const work = fileURLToPath(new URL(linearity ? 'linearity.mjs' : 'cases.mjs', import.meta.url));

process.exitCode = await watch([work, ...process.argv.slice(2)], {
  stallMs: Number(stall) * 1000,
  tell: (name, reason) => {
    const again = linearity ? `--linearity --seed ${seed}` : `--seed ${seed} --case ${name}`;
    console.error(`\nFOUND, seed ${seed}, case ${name}: ${reason}\n\nagain: npm run fuzz -- ${again}`);
  },
});
