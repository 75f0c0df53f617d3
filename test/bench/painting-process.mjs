/**
 * Measures what the screens cost without what feeds them, in a process of its own that has a terminal:
 * node painting-process.mjs SOURCES INSTANCE ROUNDS RESULTS. The file RESULTS gets for each round the milliseconds of the
 * processor, for all threads, and those that it takes to parse the answer that is shown.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate as written, setTimeout as sleep } from 'node:timers/promises';

const [sources, instance, rounds, results] = process.argv.slice(2);
const { createSituation, createUi, decodeSnapshot, demoDocument, defaultSettings, note, ...screens } =
  createRequire(import.meta.url)(sources);

/** The charts have something to show. */
const pollsBefore = 120;
const warmUpRounds = 20;
/** Between two refreshes a monitor sleeps, and finds the caches of the processor filled by others: as here. */
const pauseMs = 100;
const intervalMs = 1000;
const target = { id: 'bench', name: 'bench', address: '127.0.0.1:1717' };

let atMs = Date.UTC(2026, 0, 20, 12);
let situation = createSituation([target]);
for (let poll = 0; poll < pollsBefore; poll++) learn(nextAnswer());

const terminal = new screens.Terminal({ theme: 'default', ascii: false });
const ui = createUi({ intervalMs, instanceIds: [target.id] });
const measured = [];
for (let round = 0; round < warmUpRounds + Number(rounds); round++) measured.push(await measureRound());
terminal.restore();
writeFileSync(results, JSON.stringify(measured.slice(warmUpRounds)));

async function measureRound() {
  const answer = nextAnswer();
  await sleep(pauseMs);
  learn(answer);
  const paintMs = await processorMs(() => terminal.paint(screens.view(sceneNow())));
  return { paintMs, parseMs: await processorMs(() => JSON.parse(answer)) };
}

function nextAnswer() {
  atMs += intervalMs;
  return demoDocument({ ...JSON.parse(instance), seed: 1, atMs });
}

function learn(answer) {
  const decoded = decodeSnapshot(Buffer.from(answer));
  if (!decoded.ok) throw new Error(`the document was refused: ${decoded.failure.detail}`);
  const outcome = { ok: true, value: { ...decoded.value, bytes: answer.length } };
  const observation = { targetId: target.id, wallMs: atMs, monotonicMs: atMs, latencyMs: 1, outcome };
  ({ situation } = note(situation, observation, defaultSettings));
}

function sceneNow() {
  return {
    ...situation,
    ui,
    size: terminal.size,
    glyphs: screens.unicodeGlyphs,
    now: { wallMs: atMs, monotonicMs: atMs },
    clock: (wallMs) => new Date(wallMs).toISOString().slice(11, 19),
  };
}

/** Whatever the action has handed to the terminal is written by then. */
async function processorMs(action) {
  const before = process.cpuUsage();
  action();
  await written();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
