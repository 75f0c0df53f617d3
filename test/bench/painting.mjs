/** What a refresh costs of which everything is known already: choosing, drawing and sending what changed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarize } from './numbers.mjs';
import { race } from './terminal.mjs';

const program = fileURLToPath(new URL('painting-process.mjs', import.meta.url));

const targetMs = 8;
const instance = { workers: 500, cores: 1, inFlight: 50 };
const terminal = { columns: 200, rows: 60 };

export async function measurePainting({ sources, quick }) {
  const rounds = await paint(sources, quick ? 40 : 150);
  const title = `${instance.workers} workers, ${terminal.columns}x${terminal.rows}`;
  const of = (value) => summarize(rounds.map(value));
  return [
    {
      name: `${title}: processor time a refresh`,
      unit: 'ms',
      target: targetMs,
      ...of(({ paintMs }) => paintMs),
    },
    { name: `${title} / JSON.parse(text)`, unit: 'x', ...of(({ paintMs, parseMs }) => paintMs / parseMs) },
  ];
}

async function paint(sources, rounds) {
  const directory = mkdtempSync(join(tmpdir(), 'uwtop-bench-'));
  const results = join(directory, 'results.json');
  const words = [process.execPath, program, sources, JSON.stringify(instance), String(rounds), results];
  try {
    await race({ programs: [{ words }], rounds: 1, ...terminal });
    return JSON.parse(readFileSync(results, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
