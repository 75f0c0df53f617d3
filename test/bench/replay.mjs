/** How long it takes to take in again what was recorded: a share of the time in which that happened. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { polls } from './documents.mjs';
import { summarize } from './numbers.mjs';

const size = '16 workers';
const secondsPerRound = 20;
/** Two hundred times as fast as it happened. */
const target = 5;

export async function measureReplay({ sources, quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-bench-replay-'));
  try {
    const rows = [];
    for (const name of ['a.ndjson', 'a.ndjson.gz']) {
      const path = join(folder, name);
      const { bytes, seconds } = await write(sources, path, quick ? 200 : 1000);
      const shares = await play(sources, path, seconds);
      const title = `${size}, ${Math.round(bytes / seconds / 100) / 10} kB a poll, ${name.slice(2)}`;
      rows.push({ name: `${title} / real time`, unit: '\u2030', target, ...summarize(shares) });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const label = { id: 'bench', name: 'bench', address: '127.0.0.1:1717' };

/** A poll a second. */
async function write(sources, path, seconds) {
  const { decodeSnapshot, demoDocument, Encoder, pack } = createRequire(import.meta.url)(sources);
  const encoder = new Encoder();
  let written = 0;
  const append = async (line) => {
    const content = path.endsWith('.gz') ? await pack(line) : line;
    appendFileSync(path, content);
    written += content.length;
  };
  const header = { version: '1', startedMs: 0, originMs: 0, intervalMs: 1000, marksRounds: false };
  await append(encoder.header({ ...header, targets: [label] }));
  const upcoming = polls(demoDocument, size);
  for (let second = 0; second < seconds; second++) {
    const { atMs, bytes } = upcoming.next().value;
    const outcome = { ok: true, value: { ...decodeSnapshot(bytes).value, bytes: bytes.length } };
    await append(
      encoder.observation({ targetId: label.id, wallMs: atMs, monotonicMs: atMs, latencyMs: 1, outcome }),
    );
  }
  return { bytes: written, seconds };
}

/** Of each stretch, per mille of the time that it shows. */
async function play(sources, path, seconds) {
  const { defaultSettings, openRecording, Tape } = createRequire(import.meta.url)(sources);
  const tape = await Tape.open(await openRecording([path]), defaultSettings);
  const shares = [];
  for (let second = 0; second + secondsPerRound <= seconds; second += secondsPerRound) {
    const startedMs = performance.now();
    for (let round = 0; round < secondsPerRound; round++) await tape.forward();
    shares.push((performance.now() - startedMs) / secondsPerRound);
  }
  await tape.close();
  // The first stretches are those in which the compiler learns.
  return shares.slice(2);
}
