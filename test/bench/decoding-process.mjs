/**
 * Measures the decoding of documents of one size in a process of its own, so that no size meets what the compiler learned
 * from another: node --expose-gc decoding-process.mjs SOURCES SIZE ROUNDS. Prints milliseconds, one object a round.
 */
import { createRequire } from 'node:module';
import { polls, withEscape } from './documents.mjs';

const [sources, size, rounds] = process.argv.slice(2);
const { createFleet, decodeSnapshot, demoDocument, observe } = createRequire(import.meta.url)(sources);

/** Small documents are measured several at a time: the clock must be finer than what it measures. */
const bytesPerMeasurement = 500_000;
const warmUpRounds = 5;

const upcoming = polls(demoDocument, size);
const clean = startFleet();
const hostile = startFleet();
const measured = Array.from({ length: warmUpRounds + Number(rounds) }, measureRound);
console.log(JSON.stringify(measured.slice(warmUpRounds)));

function measureRound() {
  const documents = nextDocuments();
  const spoilt = documents.map(({ atMs, bytes }) => ({ atMs, bytes: withEscape(bytes) }));
  const texts = documents.map(({ bytes }) => bytes.toString());
  return {
    bytes: documents[0].bytes.length,
    decodeAndObserve: millisecondsEach(documents, clean),
    parseBytes: millisecondsEach(documents, ({ bytes }) => JSON.parse(bytes.toString())),
    parseText: millisecondsEach(texts, (text) => JSON.parse(text)),
    hostile: millisecondsEach(spoilt, hostile),
  };
}

/** One more than is measured. */
function nextDocuments() {
  const documents = [upcoming.next().value];
  const measured = Math.ceil(bytesPerMeasurement / documents[0].bytes.length);
  while (documents.length <= measured) documents.push(upcoming.next().value);
  return documents;
}

/** What the program does with each answer. */
function startFleet() {
  let fleet = createFleet([{ id: 'bench', name: 'bench', address: '127.0.0.1:1717' }]);
  return ({ atMs, bytes }) => {
    const decoded = decodeSnapshot(bytes);
    if (!decoded.ok) throw new Error(`the document was refused: ${decoded.failure.detail}`);
    const outcome = { ok: true, value: { ...decoded.value, bytes: bytes.length } };
    fleet = observe(fleet, { targetId: 'bench', wallMs: atMs, monotonicMs: atMs, latencyMs: 1, outcome });
  };
}

/**
 * All begin with a tidy heap, so that none pays for what another left behind. The collection takes memory away that a
 * running monitor keeps, so the first document gets it back before the clock runs.
 */
function millisecondsEach([first, ...others], action) {
  globalThis.gc();
  action(first);
  const started = performance.now();
  for (const each of others) action(each);
  return (performance.now() - started) / others.length;
}
