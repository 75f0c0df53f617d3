import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guardian';
import { freePort } from './ports';
import { endTree, isAlive, sendSignal } from './processes';
import { requireUwsgi } from './requirements';
import { readStatsText } from './stats';
import { chooseStatsAddress, commandLine, type UwsgiRequest } from './uwsgi-options';

export interface RunningUwsgi {
  readonly pid: number;
  /** The application's port, also where it speaks the uwsgi protocol; 0 without an application. */
  readonly httpPort: number;
  /** As a user would give it to uwtop: 127.0.0.1:9191, [::1]:9191, /path/stats.sock, @name, http://127.0.0.1:9191 */
  readonly statsAddress: string;
  /** Private to this server, its working directory, removed by stop: the place for a master-fifo or a touch file. */
  readonly directory: string;
  /** Everything that it has logged so far; still there after stop. */
  log(): string;
  signal(signal: NodeJS.Signals): void;
  /** Ends the master and all that it started; may be called twice. */
  stop(): Promise<void>;
}

const startLimitMs = 15_000;
/** How long after the first answer a test still starts if workers are slow on purpose. */
const workersPatienceMs = 3000;
const stopPatienceMs = 5000;
const attempts = 3;

/**
 * Starts a real uWSGI on loopback and waits until its stats answer and its workers are up; rejects with the end of its
 * log if the stats do not answer.
 */
export async function startUwsgi(request: UwsgiRequest): Promise<RunningUwsgi> {
  for (let attempt = 1; ; attempt += 1) {
    const uwsgi = launch(request, await freePort(), await freePort());
    const failure = await waitForStats(uwsgi);
    if (failure === undefined) return uwsgi;
    const log = uwsgi.log();
    await uwsgi.stop();
    // Between choosing a free port and binding it, somebody else may have taken it.
    if (attempt < attempts && log.includes('Address already in use')) continue;
    throw new Error(`uWSGI ${failure}; the end of its log:\n${log.split('\n').slice(-25).join('\n')}`);
  }
}

function launch(request: UwsgiRequest, appPort: number, statsPort: number): RunningUwsgi {
  const name = request.name ?? 'uwsgi';
  const directory = mkdtempSync(join(tmpdir(), `uwtop-${name}-`));
  const statsAddress = chooseStatsAddress(request, directory, statsPort);
  const logPath = join(directory, 'uwsgi.log');
  const log = openSync(logPath, 'a');
  const child = spawn(requireUwsgi(), commandLine(request, { appPort, statsAddress, directory }), {
    cwd: directory,
    // A session of its own, so that a Ctrl-C meant for the tests does not reach it and the whole tree can be found.
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' },
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  const pid = child.pid;
  if (pid === undefined) throw new Error(`cannot run ${requireUwsgi()}`);
  const guardian = guard(cleanUp, String(pid), directory);
  const readLog = (): string => readFileSync(logPath, 'utf8');
  let stopping: Promise<void> | undefined;
  let lastLog: string | undefined;
  const end = async (): Promise<void> => {
    await endTree(pid, 'SIGINT', stopPatienceMs);
    lastLog = readLog();
    guardian.release();
    rmSync(directory, { recursive: true, force: true });
  };
  return {
    pid,
    httpPort: request.app === 'none' ? 0 : appPort,
    statsAddress,
    directory,
    log: () => lastLog ?? readLog(),
    signal: (signal) => sendSignal(pid, signal),
    stop: () => (stopping ??= end()),
  };
}

/** What the guardian does, with the master's pid and the directory, when the tests die before they can stop. */
const cleanUp = `kill -INT "$1"
turns=0
while kill -0 -- "-$1" && [ "$turns" -lt 50 ]; do sleep 0.1; turns=$((turns + 1)); done
kill -KILL -- "-$1"
rm -rf -- "$2"`;

async function waitForStats(uwsgi: RunningUwsgi): Promise<string | undefined> {
  const deadline = performance.now() + startLimitMs;
  let answeredAt = Infinity;
  while (performance.now() < deadline) {
    if (!isAlive(uwsgi.pid)) return 'ended before its stats answered';
    const text = await readStatsText(uwsgi.statsAddress).catch(() => '');
    if (text.startsWith('{')) answeredAt = Math.min(answeredAt, performance.now());
    if (hasWorkersUp(text) || performance.now() - answeredAt > workersPatienceMs) return undefined;
    await sleep(50);
  }
  return `did not serve stats on ${uwsgi.statsAddress} within ${startLimitMs / 1000} s`;
}

/** A worker that does not accept yet loses signals: its master would wait a minute for it to obey. */
function hasWorkersUp(text: string): boolean {
  return text.startsWith('{') && !/"pid":\s*[1-9]\d*,\s*"accepting":\s*0/.test(text);
}
