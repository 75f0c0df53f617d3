/** An ssh that lives as long as we do, and what it said. */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { ignore } from './receive';
import { guardedSsh } from './ssh-command';
import { SshWords } from './ssh-words';

export interface SshProcess {
  readonly words: SshWords;
  /** Its exit code; null when a signal ended it or when it could not be started at all. */
  readonly ended: Promise<number | null>;
  end(): void;
}

/** How long after its end its last words may still be on their way. */
const lastWordsMs = 200;

/** The folder goes away with it. */
export function startSsh(
  folder: string,
  sshArguments: readonly string[],
  env: NodeJS.ProcessEnv,
): SshProcess {
  const child = spawn('/bin/sh', ['-c', guardedSsh, 'uwtop-ssh', folder, ...sshArguments], {
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.on('error', ignore);
  // A program that has nothing else to do ends, and ssh after it.
  child.unref();
  for (const stream of [child.stdin, child.stderr]) if (stream instanceof Socket) stream.unref();
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', resolve);
    // Who else holds its standard error, a command of its configuration, may hold it for long.
    child.on('exit', (exitCode) => setTimeout(resolve, lastWordsMs, exitCode).unref());
  });
  return { words: new SshWords(child.stderr), ended, end: () => child.stdin.end() };
}
