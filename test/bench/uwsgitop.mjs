/**
 * Against uwsgitop on the same data at the same time: when the first worker is seen, what is written to the terminal, and
 * what that costs. It is one file of Python: where UWSGITOP names it, in the PATH, or among Python's packages; where it is
 * not at hand, what is written is compared with what it was last seen to write, and the rest is left out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pidOfFirstWorker } from './first-row.mjs';
import { bytesPerRefresh } from './refreshes.mjs';
import { summarizeRatios } from './numbers.mjs';
import { serve } from './serve.mjs';
import { race, watch } from './terminal.mjs';

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
  const own = (address) => [process.execPath, context.main, '--interval', '1', address];
  const theirs = rival && ((address) => ['/usr/bin/env', 'python3', rival, address]);
  const rows = [];
  if (theirs !== undefined)
    for (const instance of instances) rows.push(await firstRows(context, instance, { own, theirs }));
  const courses = instances.map((instance) => compare(context, instance, { own, theirs }));
  return [...rows, ...(await Promise.all(courses)).flat()];
}

const titleOf = ({ workers }) => `${workers} workers, ${terminal.columns}x${terminal.rows}`;

async function firstRows({ sources, quick }, { workers, cores, inFlight }, { own, theirs }) {
  const server = await serve(sources, { workers, cores, inFlight, seed: 1, prepared: true });
  const cache = mkdtempSync(join(tmpdir(), 'uwtop-bench-'));
  try {
    const variables = { XDG_CACHE_HOME: cache };
    const programs = [
      { words: own(server.address), until: pidOfFirstWorker, variables },
      { words: theirs(server.address), until: pidInEveryPicture(workers) },
    ];
    // One more than counts: the first finds nothing in the page cache, nor anything compiled.
    const [, ...rounds] = await race({ programs, rounds: 1 + (quick ? 5 : 20), ...terminal });
    const pairs = rounds.map((seconds) => seconds.map((value) => value * 1000));
    return {
      name: `${titleOf({ workers })}: first worker row / uwsgitop`,
      unit: 'x',
      ...summarizeRatios(pairs),
    };
  } finally {
    rmSync(cache, { recursive: true });
    await server.stop();
  }
}

/** uwsgitop begins with the worker of most requests: of hundreds the first is not on its screen, one of the second hundred is. */
const pidInEveryPicture = (workers) =>
  workers < terminal.rows ? pidOfFirstWorker : pidOfFirstWorker.slice(0, 4) + '1';

async function compare(context, { knownBytes, ...instance }, { own, theirs }) {
  const [ours, others] = await Promise.all([
    courseOf(context, instance, own),
    theirs && courseOf(context, instance, theirs),
  ]);
  const against = others === undefined ? `${knownBytes} B as last known` : 'uwsgitop';
  const title = titleOf(instance);
  const bytes = {
    name: `${title}: bytes a refresh / ${against}`,
    ...{ unit: 'x', sides: 'B', target },
    ...summarizeRatios(ours.bytes.map((one, index) => [one, others?.bytes[index] ?? knownBytes])),
  };
  if (others === undefined) return [bytes];
  const ratio = (name, sides, of) => ({
    name: `${title}: ${name} / uwsgitop`,
    ...{ unit: 'x', sides },
    ...summarizeRatios([[of(ours), of(others)]]),
  });
  return [
    bytes,
    ratio('processor time, of one core', '%', ({ processorShare }) => 100 * processorShare),
    ratio('memory', 'MB', ({ residentBytes }) => residentBytes / 1e6),
  ];
}

async function courseOf({ sources, quick }, instance, wordsFor) {
  const server = await serve(sources, { ...instance, seed: 1 });
  try {
    const seen = await watch({
      words: wordsFor(server.address),
      warmUpSeconds: quick ? 5 : warmUpSeconds,
      seconds: quick ? 6 : 20,
      ...terminal,
    });
    const { window, processorSeconds, residentBytes } = seen;
    return {
      bytes: bytesPerRefresh(seen, server),
      processorShare: processorSeconds / (window.ended - window.started),
      residentBytes,
    };
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
