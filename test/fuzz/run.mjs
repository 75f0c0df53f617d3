/**
 * Feeds the program's own modules with hostile data: `npm run fuzz`.
 *   --count N     documents to decode (1,000,000)
 *   --seconds N   stop after so long, whatever was done by then
 *   --seed N      another run; the same seed is the same run (1717)
 *   --case N      that case alone, as a failure names it
 *   --most N      go on until so many cases have failed (1)
 * What must not be is printed with the case that shows it, and its documents are kept in a folder.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { bundleSources } from '../bench/sources.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1717' },
    case: { type: 'string' },
    most: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const answers = 20;
const frames = 2;
const progressMs = 10_000;

process.exitCode = await main();

async function main() {
  const bundle = await bundleSources(root, "export * from './test/fuzz/entry';");
  const program = createRequire(import.meta.url)(bundle.file);
  bundle.remove();
  const origins = program.originsOf(captures());
  const listener = new program.Listener();
  await listener.load();
  const run = (index) => program.runCase({ seed, index, origins, answers, frames, paint: listener.paint });
  const done = { cases: 0, decoded: 0, refused: 0, frames: 0, failed: 0, startedMs: performance.now() };
  let toldMs = done.startedMs;
  for (const index of indexes(done)) {
    if (performance.now() - toldMs > progressMs) toldMs = report(done);
    try {
      const result = await run(index);
      for (const key of ['decoded', 'refused', 'frames']) done[key] += result[key];
    } catch (error) {
      done.failed += 1;
      tell(error);
    }
    done.cases += 1;
  }
  listener.stop();
  report(done);
  return done.failed === 0 ? 0 : 1;
}

function* indexes(done) {
  if (values.case !== undefined) return yield Number(values.case);
  const endMs = done.startedMs + Number(values.seconds) * 1000;
  for (let index = 0; done.decoded < Number(values.count) && done.failed < Number(values.most); index++) {
    if (performance.now() > endMs) return;
    yield index;
  }
}

function captures() {
  const folder = join(root, 'test', 'fixtures', 'captures');
  const names = readdirSync(folder).filter((name) => /\.json(\.gz)?$/.test(name));
  return new Map(
    names.map((name) => {
      const bytes = readFileSync(join(folder, name));
      return [name, new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)];
    }),
  );
}

function report({ cases, decoded, refused, frames: painted, startedMs }) {
  const nowMs = performance.now();
  const seconds = (nowMs - startedMs) / 1000;
  const { user, system } = process.cpuUsage();
  console.log(
    `${seconds.toFixed(0)} s (${((user + system) / 1e6).toFixed(0)} of the processor): ${cases} cases, ${decoded} documents decoded and ${refused} refused, ` +
      `${painted} frames, ${Math.round((decoded + refused) / seconds)} documents/s`,
  );
  return nowMs;
}

/** The newest document is the last file. */
function tell(error) {
  if (error.name !== 'Found') throw error;
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-fuzz-'));
  for (const [index, document] of error.documents.entries())
    writeFileSync(join(folder, `${String(index).padStart(2, '0')}.json`), document);
  console.error(`\nFOUND, seed ${seed}, case ${error.index}:\n${error.problems.slice(0, 20).join('\n')}`);
  if (error.cause !== undefined) console.error(error.cause);
  console.error(`\nagain: npm run fuzz -- --seed ${seed} --case ${error.index}\ndocuments: ${folder}`);
}
