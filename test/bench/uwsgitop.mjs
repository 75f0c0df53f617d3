/**
 * What is written to the terminal, against uwsgitop on the same data at the same time. It is one file of Python: where
 * UWSGITOP names it, in the PATH, or among Python's packages; where it is not at hand, against what it was last seen to
 * write.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { bytesPerRefresh } from './refreshes.mjs';
import { summarize, summarizeRatios } from './numbers.mjs';
import { serve } from './serve.mjs';
import { watch } from './terminal.mjs';

const target = 1;
const terminal = { columns: 180, rows: 50 };
const instances = [
  { workers: 16, cores: 1, inFlight: 8, knownBytes: 2300 },
  { workers: 500, cores: 1, inFlight: 50, knownBytes: 6600 },
];
/** A chart changes most while it fills its first minute. */
const warmUpSeconds = 40;

export async function measureAgainstUwsgitop(context) {
  const rival = findUwsgitop();
  if (rival === undefined)
    console.log('uwsgitop is not at hand (UWSGITOP=FILE): compared with what it was last known to write\n');
  return Promise.all(instances.map((instance) => compare(context, instance, rival)));
}

async function compare(context, { knownBytes, ...instance }, rival) {
  const own = (address) => [process.execPath, context.main, '--interval', '1', address];
  const theirs = rival && ((address) => ['/usr/bin/env', 'python3', rival, address]);
  const [ours, others] = await Promise.all([
    bytesOf(context, instance, own),
    theirs && bytesOf(context, instance, theirs),
  ]);
  const against = others === undefined ? `${knownBytes} B as last known` : 'uwsgitop';
  return {
    name: `${instance.workers} workers, ${terminal.columns}x${terminal.rows}: bytes a refresh / ${against}`,
    unit: 'x',
    sides: 'B',
    target,
    ...summarizeRatios(ours.map((bytes, index) => [bytes, others?.[index] ?? knownBytes])),
  };
}

/** Of one refresh after the other. */
async function bytesOf({ sources, quick }, instance, wordsFor) {
  const server = await serve(sources, { ...instance, seed: 1 });
  try {
    const seen = await watch({
      words: wordsFor(server.address),
      warmUpSeconds: quick ? 5 : warmUpSeconds,
      seconds: quick ? 6 : 20,
      ...terminal,
    });
    return bytesPerRefresh(seen, server);
  } finally {
    await server.stop();
  }
}

function findUwsgitop() {
  const { UWSGITOP: named, PATH: path = '' } = process.env;
  if (named) {
    if (!existsSync(named)) throw new Error(`UWSGITOP names ${named}, and there is no such file`);
    return named;
  }
  const inPath = path.split(delimiter).map((folder) => join(folder, 'uwsgitop'));
  return [...inPath, moduleFile()].find((file) => file !== undefined && existsSync(file));
}

function moduleFile() {
  const script = 'from importlib.util import find_spec; print(find_spec("uwsgitop").origin)';
  const { status, stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
