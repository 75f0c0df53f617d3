/** A real uWSGI that may end at once, or start and do something other than its configuration seems to say. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guardian';
import { endTree, isAlive } from './processes';
import { requireUwsgi } from './requirements';

export interface Moment {
  readonly pid: number;
  /** Its working directory. */
  readonly directory: string;
  /** All that it has said so far. */
  readonly log: () => string;
  /** It has ended by itself. */
  readonly hasEnded: () => boolean;
}

export interface Beginning {
  /** It is looked at when it has said this; as a rule when its workers are there. */
  readonly said?: RegExp;
  /** The first line of its configuration. */
  readonly plugin?: string;
}

const application = resolve(__dirname, '../fixtures/uwsgi/app.py');
const patienceMs = 6000;

/**
 * Runs it until it has ended or has said this, lets somebody look, and ends it.
 *
 * @param ini lines of its configuration, beside an application on a free port of the loopback
 */
export async function uwsgiForAMoment<Seen>(
  ini: string,
  look: (moment: Moment) => Promise<Seen> | Seen,
  { said = /spawned uWSGI worker/, plugin = 'plugin = python3' }: Beginning = {},
): Promise<Seen> {
  const directory = mkdtempSync(join(tmpdir(), 'uwtop-moment-'));
  const logPath = join(directory, 'uwsgi.log');
  const app = ini.includes('wsgi-file') ? '' : `wsgi-file = ${application}\n`;
  const socket = /^(http|http-socket|socket) /m.test(ini) ? '' : 'http-socket = 127.0.0.1:0\n';
  writeFileSync(join(directory, 'app.ini'), `[uwsgi]\n${plugin}\n${app}${socket}${ini}\n`);
  writeFileSync(logPath, '');
  const child = spawn('/bin/sh', ['-c', 'exec "$0" --ini app.ini >uwsgi.log 2>&1', requireUwsgi()], {
    cwd: directory,
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' },
  });
  const pid = child.pid ?? 0;
  const guardian = guard('kill -KILL -- "-$1"; rm -rf -- "$2"', String(pid), directory);
  const log = () => readFileSync(logPath, 'utf8');
  const hasEnded = () => !isAlive(pid);
  try {
    await until(() => hasEnded() || said.test(log()));
    return await look({ pid, directory, log, hasEnded });
  } finally {
    await endTree(pid, 'SIGINT', 3000);
    guardian.release();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Rather than fail it goes on: what is asserted then tells what is missing. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!isSo() && performance.now() < deadline) await sleep(30);
}
