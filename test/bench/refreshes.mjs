/** What a running monitor costs: bytes to the terminal and processor time a refresh, and the memory that it holds. */
import { summarize } from './numbers.mjs';
import { serve } from './serve.mjs';
import { watch } from './terminal.mjs';

const terminals = [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
];
const instances = [
  { workers: 16, cores: 1, inFlight: 8 },
  { workers: 500, cores: 1, inFlight: 50 },
];
/** Long enough for the first charts to be loaded and the code to be compiled. */
const warmUpSeconds = 3;

export async function measureRefreshes({ main, sources, quick }) {
  const rows = [];
  for (const instance of instances) {
    for (const terminal of terminals) {
      rows.push(...(await measureOne({ main, sources, seconds: quick ? 4 : 10 }, instance, terminal)));
    }
  }
  return rows;
}

async function measureOne({ main, sources, seconds }, instance, terminal) {
  const server = await serve(sources, { ...instance, seed: 1 });
  try {
    const words = [process.execPath, main, '--interval', '1', server.address];
    const seen = await watch({ words, warmUpSeconds, seconds, ...terminal });
    const answers = answersWithin(seen.window, server);
    const processorMs = (seen.processorSeconds * 1000) / answers.length;
    const title = `${instance.workers} workers, ${terminal.columns}x${terminal.rows}`;
    return [
      { name: `${title}: bytes a refresh`, unit: 'B', ...summarize(bytesPerRefresh(seen, server)) },
      // Read at both ends of the window alone: reading it at each refresh would be work of its own.
      {
        name: `${title}: processor time a refresh, mean`,
        unit: 'ms',
        median: processorMs,
        rounds: answers.length,
      },
      { name: `${title}: memory at the end`, unit: 'MB', median: seen.residentBytes / 1e6, rounds: 1 },
    ];
  } finally {
    await server.stop();
  }
}

/** A refresh is all that is written from one answer to the next, the clock in the corner included. */
export function bytesPerRefresh({ reads, window }, server) {
  const answers = answersWithin(window, server);
  return answers.slice(0, -1).map((from, index) => {
    const within = reads.filter(([at]) => at >= from && at < answers[index + 1]);
    return within.reduce((sum, [, bytes]) => sum + bytes, 0);
  });
}

const answersWithin = ({ started, ended }, { answeredAtSeconds }) =>
  answeredAtSeconds.filter((at) => at >= started && at < ended);
