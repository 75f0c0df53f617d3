/**
 * Measures what a scrape costs, in a process of its own: node --expose-gc scraping-process.mjs SOURCES ROUNDS. Prints
 * milliseconds and bytes, one object a round.
 */
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const [sources, rounds] = process.argv.slice(2);
const program = createRequire(import.meta.url)(sources);

const instances = 100;
const warmUpRounds = 5;
const pollsBefore = 3;
const compress = promisify(gzip);

const targets = Array.from({ length: instances }, (_, index) => ({
  id: `10.0.0.${index}:1717`,
  name: `app-${index}`,
  address: `10.0.0.${index}:1717`,
  group: 'web',
}));

let atMs = Date.UTC(2026, 0, 20, 12);
let situation = program.createSituation(targets);
for (let poll = 0; poll < pollsBefore; poll++) learn(documentsNow());

const measured = [];
for (let round = 0; round < warmUpRounds + Number(rounds); round++) measured.push(await measureRound());
console.log(JSON.stringify(measured.slice(warmUpRounds)));

async function measureRound() {
  const documents = documentsNow();
  learn(documents);
  globalThis.gc();
  const texts = documents.map((bytes) => bytes.toString());
  const parseMs = await milliseconds(() => texts.map((text) => JSON.parse(text)));
  globalThis.gc();
  const known = exposition({ perWorker: true });
  const stringifyMs = await milliseconds(() => JSON.stringify(known.families));
  globalThis.gc();
  const gatherMs = await milliseconds(() => exposition({ perWorker: true }));
  globalThis.gc();
  let text = '';
  const scrapeMs = await milliseconds(async () => {
    text = await program.expose(exposition({ perWorker: true }).families, 'openmetrics');
  });
  globalThis.gc();
  const wholeMs = await milliseconds(() =>
    program.expose(exposition({ perWorker: false }).families, 'openmetrics'),
  );
  const bytes = Buffer.byteLength(text);
  return {
    parseMs,
    stringifyMs,
    gatherMs,
    scrapeMs,
    wholeMs,
    bytes,
    gzipBytes: (await compress(text)).length,
  };
}

function exposition({ perWorker }) {
  const options = { nowMs: atMs, version: '0', perWorker, perCore: false, maxSeries: 1_000_000 };
  return program.metricsOf(situation, options);
}

async function milliseconds(action) {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

function documentsNow() {
  atMs += 1000;
  const size = { workers: 16, cores: 1, inFlight: 8, atMs };
  return targets.map((_, index) => Buffer.from(program.demoDocument({ ...size, seed: index + 1 })));
}

function learn(documents) {
  const observations = documents.map((bytes, index) => {
    const decoded = program.decodeSnapshot(bytes);
    if (!decoded.ok) throw new Error(`the document was refused: ${decoded.failure.detail}`);
    const outcome = { ok: true, value: { ...decoded.value, bytes: bytes.length } };
    return { targetId: targets[index].id, wallMs: atMs, monotonicMs: atMs, latencyMs: 1, outcome };
  });
  ({ situation } = program.noteAll(situation, observations, program.defaultSettings));
}
