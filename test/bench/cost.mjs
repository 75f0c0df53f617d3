/** What a monitor costs that has been open for an hour: of the processor, and of the memory. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serve } from './serve.mjs';
import { watch } from './terminal.mjs';

const hurry = fileURLToPath(new URL('hurry.cjs', import.meta.url));
const { hurriedSeconds } = JSON.parse(readFileSync(new URL('hurry.json', import.meta.url), 'utf8'));

const terminals = [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
];
const instances = [
  { workers: 16, cores: 1, inFlight: 8, target: { processor: 1 } },
  { workers: 500, cores: 1, inFlight: 50, target: { processor: 3, megabytes: 90 } },
];
/** After the hour: what hurried leaves more garbage a second than what does not. */
const settlingSeconds = 20;

/** All at once: each of them waits for most of the time. */
export async function measureCost(context) {
  const pairs = instances.flatMap((instance) => terminals.map((terminal) => ({ instance, terminal })));
  const rows = await Promise.all(pairs.map((pair) => measureOne(context, pair)));
  return rows.flat();
}

async function measureOne({ main, sources, quick }, { instance, terminal }) {
  const { target, ...options } = instance;
  const since = Date.now();
  const flags = ['--require', hurry];
  const server = await serve(sources, { ...options, seed: 1 }, { flags, variables: { HURRY_SINCE: since } });
  try {
    const { window, processorSeconds, residentBytes } = await watch({
      words: [
        ...['/usr/bin/env', `HURRY_SINCE=${since}`],
        ...[process.execPath, ...flags, main, '--interval', '1', server.address],
      ],
      warmUpSeconds: hurriedSeconds + settlingSeconds,
      seconds: quick ? 20 : 60,
      ...terminal,
    });
    const title = `${options.workers} workers, ${terminal.columns}x${terminal.rows}`;
    const share = processorSeconds / (window.ended - window.started);
    const row = (name, unit, median, limit) => ({
      ...{ name: `${title}: ${name}`, unit, median, rounds: 1 },
      ...(limit !== undefined && { target: limit }),
    });
    return [
      row('processor time, of one core', '%', 100 * share, target.processor),
      row('memory', 'MB', residentBytes / 1e6, target.megabytes),
    ];
  } finally {
    await server.stop();
  }
}
