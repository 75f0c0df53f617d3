/**
 * A day of watching in simulated time, in a process of its own: node --expose-gc day-process.mjs SOURCES OPTIONS. Every
 * observation goes the way that it goes in the program: model, alerts, histories, a recording that nobody keeps, and what
 * an advice needs. It prints what is held after each twentieth of the day.
 *
 *   observations  how many, over the whole day; an answer of the one or of the other target
 *   workers       of each target
 */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { createRandom, Master } from './masters.mjs';

const [sources, given] = process.argv.slice(2);
const { decodeSnapshot, defaultSettings, demoDocument, Intake, ordersForLive, Recorder, Tuning } =
  createRequire(import.meta.url)(sources);
const { observations, workers, seed } = JSON.parse(given);

const dayMs = 24 * 3_600_000;
const startMs = Date.UTC(2026, 0, 20);
const watchedAtATime = 2;
const samples = 20;
/** So many targets come and go in the course of the day. */
const passingTargets = 100;

const random = createRandom(seed);
let born = 0;
let targets = Array.from({ length: watchedAtATime }, () => newTarget(startMs));
const labels = () => targets.map(({ label }) => label);
let changes = 0;
let failures = 0;
const intake = new Intake(labels(), {
  settingsOf: defaultSettings,
  onChanges: (all) => (changes += all.length),
});
const tuning = new Tuning(ordersForLive);
const recorder = await Recorder.open({
  path: '/dev/null',
  header: {
    ...{ version: '0', startedMs: startMs, originMs: 0, intervalMs: 1000 },
    ...{ marksRounds: false, targets: labels() },
  },
  now: () => performance.now(),
  onTrouble: (sentence) => {
    throw new Error(sentence);
  },
});

process.stdout.write(JSON.stringify(await watchTheDay()));

async function watchTheDay() {
  const rounds = Math.round(observations / watchedAtATime);
  const held = [];
  for (let round = 1; round <= rounds; round++) {
    const atMs = startMs + (round / rounds) * dayMs;
    // The second stays for the whole day: what grows without an end grows there.
    if (round % Math.ceil(rounds / passingTargets) === 0) replaceFirst(atMs);
    for (const target of targets) observe(target, atMs);
    if (round % 50 === 0) await recorder.settle();
    if (round % Math.round(rounds / samples) === 0) {
      await recorder.settle();
      held.push(heldBytes());
    }
  }
  await recorder.stop();
  const recordedBytes = recorder.bytes;
  return { observations: rounds * watchedAtATime, born, failures, changes, recordedBytes, held };
}

function newTarget(atMs) {
  const number = born++;
  const documentAt = (moment) =>
    demoDocument({ workers, cores: 1, inFlight: workers / 4, seed: seed + number, ...moment });
  return {
    label: { id: `target ${number}`, name: `target ${number}`, address: `127.0.0.1:${1000 + number}` },
    master: new Master({ documentAt, random, workers, atMs }),
  };
}

function replaceFirst(atMs) {
  const [gone, ...others] = targets;
  targets = [newTarget(atMs), ...others];
  intake.setTargets(labels(), atMs);
  recorder.setTargets(labels());
  tuning.keepOnly(intake.situation.fleet);
}

function observe({ label: { id }, master }, atMs) {
  const observation = {
    ...{ targetId: id, wallMs: atMs, monotonicMs: atMs - startMs + 1000, latencyMs: 1 },
    outcome: outcomeOf(master.answerAt(atMs)),
  };
  intake.observe(observation);
  recorder.observe(observation);
  tuning.note(id, intake.situation.fleet);
  if (!observation.outcome.ok) failures++;
}

function outcomeOf(answer) {
  if (answer === undefined) return { ok: false, failure: { code: 'refused', detail: 'connection refused' } };
  const bytes = Buffer.from(answer);
  const decoded = decodeSnapshot(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.failure));
  return { ok: true, value: { ...decoded.value, bytes: bytes.length } };
}

function heldBytes() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
