/** The built program as an exporter, as a service manager would run it. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guardian';
import { freePort } from './ports';
import { mainPath } from './uwtop';

export interface Serving {
  readonly port: number;
  /** What it has said on stderr so far. */
  said(): string;
  /** Once every target has answered, or failed to. */
  ready(): Promise<void>;
  /** Ends it as a service manager does, and says its exit code. */
  stop(): Promise<number | null>;
}

const startLimitMs = 15_000;

/** Resolves once it listens; rejects with what it said if it ends instead. */
export async function startServing(words: readonly string[]): Promise<Serving> {
  const port = await freePort();
  const child = spawn(process.execPath, [mainPath(), 'serve', '--bind', `127.0.0.1:${port}`, ...words], {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', XDG_CONFIG_HOME: '/nonexistent' },
  });
  const guardian = guard('kill -KILL "$1"', String(child.pid));
  let said = '';
  const ended = new Promise<number | null>((done) => child.on('close', done));
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`uwtop does not serve: ${said}`)), startLimitMs);
    child.stderr.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (/\/metrics tells of/.test(said)) resolve();
    });
    void ended.then((code) => {
      reject(new Error(`uwtop ended with ${code}: ${said}`));
      clearTimeout(timer);
    });
  });
  return {
    port,
    said: () => said,
    ready: () => waitUntilReady(port, () => said),
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      guardian.release();
      return code;
    },
  };
}

async function waitUntilReady(port: number, said: () => string): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  while (!(await fetch(`http://127.0.0.1:${port}/-/ready`)).ok) {
    if (performance.now() > deadline) throw new Error(`uwtop serve does not get ready: ${said()}`);
    await sleep(20);
  }
}
