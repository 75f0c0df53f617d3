/** What a large fleet costs, and whether each of its instances is asked when it is due. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { watch } from './terminal.mjs';

const program = fileURLToPath(new URL('fleet-server.mjs', import.meta.url));
const hourProgram = fileURLToPath(new URL('hour-process.mjs', import.meta.url));

const instance = { workers: 8, cores: 1, inFlight: 3 };
const terminal = { columns: 200, rows: 60 };
const intervalMs = 1000;
/** The code is compiled, and the first answers are in. */
const warmUpSeconds = 10;
const instancesInGroup = 100;

export async function measureFleet({ main, sources, quick }) {
  const measureOne = (targets, hanging = 0) =>
    measure({ main, sources, seconds: quick ? 10 : 30 }, { targets, hanging });
  const half = await measureOne(500);
  const whole = await measureOne(1000);
  const withDead = await measureOne(1000, 3);
  const { afterMinute, afterHour } = await measureHour(sources);
  return [
    ...rowsOf('1000 x 8 workers', whole, { lateness: 250, share: 60 }),
    {
      // Nobody waits an hour for a bench: what the hour adds is measured on fifty instances of the same kind.
      name: '1000 x 8 workers: memory with an hour of history, reckoned',
      unit: 'MB',
      median: (whole.residentBytes + 1000 * (afterHour - afterMinute)) / 1e6,
      rounds: 1,
      target: 300,
    },
    {
      name: '1000 / 500: processor time',
      unit: 'x',
      median: whole.processorShare / half.processorShare,
      rounds: 1,
      target: 2.2,
    },
    ...rowsOf('1000 x 8 workers, a third of them hanging', withDead, { lateness: 250 }),
  ];
}

function rowsOf(title, seen, targets) {
  return [
    {
      name: `${title}: lateness, 99th of 100`,
      unit: 'ms',
      median: seen.latenessMs,
      rounds: seen.polls,
      target: targets.lateness,
    },
    { name: `${title}: longest without a poll`, unit: 'ms', median: seen.longestMs, rounds: seen.polls },
    {
      name: `${title}: processor time, of one core`,
      unit: '%',
      median: 100 * seen.processorShare,
      rounds: 1,
      target: targets.share,
    },
    { name: `${title}: memory`, unit: 'MB', median: seen.residentBytes / 1e6, rounds: 1 },
  ];
}

async function measureHour(sources) {
  const options = JSON.stringify({ instances: 50, ...instance });
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    hourProgram,
    sources,
    options,
  ]);
  return JSON.parse(stdout);
}

async function measure({ main, sources, seconds }, { targets, hanging }) {
  const directory = mkdtempSync(join(tmpdir(), 'uwtop-bench-'));
  const server = await serveMany(sources, { targets, hanging, ...instance });
  try {
    const list = join(directory, 'targets.json');
    writeFileSync(list, JSON.stringify(listOf(server.ports)));
    const words = [process.execPath, main, '--interval', String(intervalMs / 1000), '--targets', list];
    const seen = await watch({ words, warmUpSeconds, seconds, ...terminal });
    const answers = await server.stop();
    return {
      ...distances(answers, seen.window),
      processorShare: seen.processorSeconds / (seen.window.ended - seen.window.started),
      residentBytes: seen.residentBytes,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await server.stop();
  }
}

/** As Prometheus would be told of them. */
function listOf(ports) {
  const groups = Array.from({ length: Math.ceil(ports.length / instancesInGroup) }, (_, group) =>
    ports.slice(group * instancesInGroup, (group + 1) * instancesInGroup),
  );
  return groups.map((members, group) => ({
    targets: members.map((port) => `127.0.0.1:${port}`),
    labels: { job: `group ${group}` },
  }));
}

/** How long after it was due each poll came, and the longest that an instance went without one. */
function distances(answers, { started, ended }) {
  const late = [];
  let longestMs = 0;
  for (const moments of answers) {
    const within = moments.filter((at) => at >= started * 1000 && at < ended * 1000);
    const edges = [started * 1000, ...within, ended * 1000];
    for (let index = 1; index < edges.length; index++)
      longestMs = Math.max(longestMs, edges[index] - edges[index - 1]);
    for (let index = 1; index < within.length; index++)
      late.push(Math.max(0, within[index] - within[index - 1] - intervalMs));
  }
  late.sort((one, other) => one - other);
  return { latenessMs: late[Math.floor(late.length * 0.99)], longestMs, polls: late.length };
}

async function serveMany(sources, options) {
  const child = spawn(process.execPath, [program, sources, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [ports] = await once(lines, 'line');
  let answers;
  const stop = async () => {
    if (answers !== undefined) return answers;
    child.stdin.end();
    const [told] = await once(lines, 'line');
    return (answers = JSON.parse(told));
  };
  return { ports: JSON.parse(ports), stop };
}
