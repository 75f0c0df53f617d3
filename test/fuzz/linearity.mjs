/** Reads hostile files and answers that grow, and prints a table: whether four times as much takes four times as long. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bundleSources } from '../bench/sources.mjs';
import { options } from './options.mjs';
import { begin } from './watch.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = await bundleSources(root, "export * from './test/fuzz/entry';");
const { linearities, mostRatio } = createRequire(import.meta.url)(bundle.file);
bundle.remove();

const seed = Number(options.seed);
const cases = Number(options.count ?? 60);

console.log(
  `seed ${seed}, ${cases} cases of each reader, up to a megabyte; ratio: time for each character against that of a fourth of it`,
);
console.log(`${'reader'.padEnd(24)} ratio  (most ${mostRatio})  slowest`);
for (const { name, worst, slowest, steepest } of linearities({
  seed,
  cases,
  begin: (name, index) => begin(`${name} ${index}`),
})) {
  const perMegabyte = ((slowest.ms / slowest.length) * 2 ** 20).toFixed(0);
  console.log(
    `${name.padEnd(24)} ${(worst.ratio === 0 ? '-' : worst.ratio.toFixed(2)).padStart(5)}              ${perMegabyte.padStart(5)} ms/MiB`,
  );
  for (const { index, ratio, length, ms, text } of steepest) {
    process.exitCode = 1;
    console.error(
      `FOUND, seed ${seed}, ${name} ${index}: ratio ${ratio.toFixed(2)}, ${length} characters in ${ms.toFixed(0)} ms`,
    );
    console.error(JSON.stringify(text.slice(0, 1000)));
  }
}
