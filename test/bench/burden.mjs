/**
 * What a uWSGI loses by being watched ten times a second: its throughput without against with, in turn. uWSGI has one
 * processor to itself, whoever asks has another, and requests are work enough that some always wait for a worker: what is
 * measured is the work of the watched, not a fight over processors, nor whether its clients ask fast enough.
 */
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { summarize, summarizeRatios } from './numbers.mjs';

const application = fileURLToPath(new URL('../fixtures/uwsgi/app.py', import.meta.url));
const terminal = fileURLToPath(new URL('../soak/held-terminal.py', import.meta.url));
const target = 1.01;
const mostWork = 1;
const watched = ['taskset', '-c', '0'];
const others = ['taskset', '-c', '1'];
const patienceMs = 10_000;

export async function measureBurden({ main, quick }) {
  const uwsgi = findProgram(process.env.UWTOP_TEST_UWSGI || 'uwsgi-core') ?? findProgram('uwsgi');
  const missing = [['uWSGI', uwsgi], ...['wrk', 'taskset'].map((name) => [name, findProgram(name)])]
    .filter(([, path]) => path === undefined)
    .map(([name]) => name);
  if (availableParallelism() < 2) missing.push('a second processor');
  if (missing.length > 0) {
    console.log(`!!! LEFT OUT, because ${missing.join(', ')} is missing: burden\n`);
    return [];
  }
  const pairs = await withServer(uwsgi, (place) => inTurn(main, place, quick ? 10 : 30));
  const title = '4 workers, polled each 0.1 s';
  return [
    {
      name: `${title}: throughput without / with uwtop`,
      ...{
        unit: 'x',
        sides: 'requests/s',
        target,
        ...summarizeRatios(pairs.map((pair) => [pair.without.perSecond, pair.with.perSecond])),
      },
    },
    {
      // What a busy machine cannot falsify: so much less is left for requests.
      name: `${title}: what its master works more, of one core`,
      ...{ unit: '%', target: mostWork },
      ...summarize(pairs.map((pair) => 100 * (pair.with.masterShare - pair.without.masterShare))),
    },
  ];
}

/** Which of both comes first changes from pair to pair: what drifts burdens both alike. */
async function inTurn(main, { httpPort, statsPort, pid }, rounds) {
  const monitor = await startMonitor([main, '--interval', '0.1', `127.0.0.1:${statsPort}`]);
  try {
    const pairs = [];
    for (let round = 0; round < rounds; round++) {
      const sides = {};
      for (const side of round % 2 === 0 ? ['without', 'with'] : ['with', 'without']) {
        // Suspended, it has no connection open.
        process.kill(monitor.pid, side === 'with' ? 'SIGCONT' : 'SIGTSTP');
        await sleep(300);
        sides[side] = await underLoad(httpPort, pid);
      }
      pairs.push(sides);
    }
    return pairs;
  } finally {
    process.kill(monitor.pid, 'SIGCONT');
    await monitor.stop();
  }
}

async function underLoad(port, pid) {
  const words = [...others, 'wrk', '-t1', '-c32', '-d2s', `http://127.0.0.1:${port}/work?n=60000`];
  const before = masterMs(pid);
  const startedMs = performance.now();
  const { stdout } = await promisify(execFile)(words[0], words.slice(1));
  const masterShare = (masterMs(pid) - before) / (performance.now() - startedMs);
  return { perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), masterShare };
}

/** The master answers who asks for its stats; its workers, who are other processes, do the requests. */
const masterMs = (pid) => Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;

async function startMonitor(words) {
  const request = { words: [process.execPath, ...words], columns: 80, rows: 24 };
  const child = spawn(others[0], [...others.slice(1), 'python3', terminal, JSON.stringify(request)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [pid] = await once(createInterface({ input: child.stdout }), 'line');
  // Started, and the code compiled.
  await sleep(5000);
  const stop = async () => {
    child.stdin.end();
    await once(child, 'exit');
  };
  return { pid: Number(pid), stop };
}

async function withServer(uwsgi, use) {
  const [httpPort, statsPort] = [await freePort(), await freePort()];
  const options = [
    ...['--plugin', 'python3', '--wsgi-file', application, '--master', '--processes', '4'],
    ...['--http-socket', `127.0.0.1:${httpPort}`, '--stats', `127.0.0.1:${statsPort}`],
    ...['--disable-logging', '--die-on-term'],
  ];
  const child = spawn(watched[0], [...watched.slice(1), uwsgi, ...options], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    await answers(statsPort);
    return await use({ httpPort, statsPort, pid: child.pid });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function answers(port) {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(100)) {
    const socket = connect({ host: '127.0.0.1', port });
    const isThere = await new Promise((resolve) => {
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
  }
  throw new Error('uWSGI does not answer');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

function findProgram(name) {
  if (name.includes('/')) return existsSync(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
