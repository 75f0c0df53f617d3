/**
 * What is remembered of a fleet, in a process of its own: node --expose-gc hour-process.mjs SOURCES OPTIONS. It prints the
 * bytes that an instance holds after the first minute, and after an hour.
 *
 * The hour is told in steps of ten seconds and ends with ten minutes in steps of one: every row of every history is filled
 * as it would be by an hour of seconds.
 */
import { createRequire } from 'node:module';

const [sources, given] = process.argv.slice(2);
const { createSituation, decodeSnapshot, demoDocument, defaultSettings, noteAll } = createRequire(
  import.meta.url,
)(sources);
const { instances, ...instance } = JSON.parse(given);

const targets = Array.from({ length: instances }, (_, index) => ({
  id: `target ${index}`,
  name: `target ${index}`,
  address: `127.0.0.1:${index}`,
}));
let situation = createSituation(targets);
let atMs = Date.UTC(2026, 0, 20, 12);
const emptyBytes = heldBytes();

learn({ seconds: 60, stepMs: 1000 });
const afterMinute = (heldBytes() - emptyBytes) / instances;
learn({ seconds: 2940, stepMs: 10_000 });
learn({ seconds: 600, stepMs: 1000 });
const afterHour = (heldBytes() - emptyBytes) / instances;
process.stdout.write(JSON.stringify({ afterMinute, afterHour }));

function learn({ seconds, stepMs }) {
  for (let toMs = atMs + seconds * 1000; atMs < toMs;) {
    atMs += stepMs;
    const observations = targets.map(({ id: targetId }, seed) => {
      const answer = Buffer.from(demoDocument({ ...instance, seed, atMs }));
      const decoded = decodeSnapshot(answer);
      const outcome = { ok: true, value: { ...decoded.value, bytes: answer.length } };
      return { targetId, wallMs: atMs, monotonicMs: atMs, latencyMs: 1, outcome };
    });
    ({ situation } = noteAll(situation, observations, defaultSettings));
  }
}

function heldBytes() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
