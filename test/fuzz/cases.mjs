/** The cases of the fuzzer one after the other, and what became of them. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { bundleSources } from '../bench/sources.mjs';
import { options } from './options.mjs';
import { begin } from './watch.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const seed = Number(options.seed);
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
    begin(index);
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
  if (options.case !== undefined) return yield Number(options.case);
  const endMs = done.startedMs + Number(options.seconds) * 1000;
  for (
    let index = 0;
    done.decoded < Number(options.count ?? 1e6) && done.failed < Number(options.most);
    index++
  ) {
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
