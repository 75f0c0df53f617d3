/** How long an operator waits for the first worker: from the start of the process, against a Node that does nothing. */
import { summarizeRatios } from './numbers.mjs';
import { serve } from './serve.mjs';
import { race } from './terminal.mjs';

const target = 3;

/** The synthetic master has 4300000 and its first worker the next number. */
const pidOfFirstWorker = '4300001';

export async function measureFirstRow({ main, sources, quick }) {
  const server = await serve(sources, { workers: 16, cores: 1, inFlight: 8, seed: 1, prepared: true });
  try {
    const [, ...rounds] = await race({
      programs: [
        { words: [process.execPath, main, server.address], until: pidOfFirstWorker },
        { words: [process.execPath, '-e', '0'] },
      ],
      // One more than counts: the first finds nothing in the page cache.
      rounds: 1 + (quick ? 10 : 40),
      columns: 80,
      rows: 24,
    });
    const pairs = rounds.map((seconds) => seconds.map((value) => value * 1000));
    return [{ name: 'start to first worker row / node -e 0', unit: 'x', target, ...summarizeRatios(pairs) }];
  } finally {
    await server.stop();
  }
}
