/** How long an operator waits for the first worker: from the start of the process, against a Node that does nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summarizeRatios } from './numbers.mjs';
import { serve } from './serve.mjs';
import { race } from './terminal.mjs';

/** The synthetic master has 4300000 and its first worker the next number. */
export const pidOfFirstWorker = '4300001';

/** The program keeps what was compiled of it; the very first start has nothing yet. */
const starts = [
  { name: 'start to first worker row / node -e 0', target: 2, keeps: true },
  { name: 'the same with nothing compiled yet', target: 3, keeps: false },
];

export async function measureFirstRow({ main, sources, quick }) {
  const server = await serve(sources, { workers: 16, cores: 1, inFlight: 8, seed: 1, prepared: true });
  const cache = mkdtempSync(join(tmpdir(), 'uwtop-bench-'));
  try {
    const rows = [];
    for (const { keeps, ...row } of starts) {
      const variables = keeps ? { XDG_CACHE_HOME: cache } : {};
      const [, ...rounds] = await race({
        programs: [
          { words: [process.execPath, main, server.address], until: pidOfFirstWorker, variables },
          { words: [process.execPath, '-e', '0'] },
        ],
        // One more than counts: the first finds nothing in the page cache, nor anything compiled.
        rounds: 1 + (quick ? 10 : 40),
        columns: 80,
        rows: 24,
      });
      const pairs = rounds.map((seconds) => seconds.map((value) => value * 1000));
      rows.push({ ...row, unit: 'x', ...summarizeRatios(pairs) });
    }
    return rows;
  } finally {
    rmSync(cache, { recursive: true });
    await server.stop();
  }
}
