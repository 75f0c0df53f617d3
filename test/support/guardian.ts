import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** What stands ready to clean up; `release` sends it home because the test has cleaned up itself. */
export interface Guardian {
  release(): void;
}

/**
 * Runs the shell script `cleanup` (its arguments are $1, $2 …) as soon as this process is gone, however it went.
 * An exit hook would not do: it does not run on SIGKILL, and jest gives tests a copy of `process` whose listeners
 * are never called. The guardian notices the end of its standard input instead, which the kernel closes for us.
 */
export function guard(cleanup: string, ...values: readonly string[]): Guardian {
  const script = `read -r word; [ "$word" = released ] && exit 0\n${cleanup}`;
  const guardian = spawn('sh', ['-c', script, 'guardian', ...values], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Neither the child nor its pipe may keep jest alive.
  guardian.unref();
  if (guardian.stdin instanceof Socket) guardian.stdin.unref();
  guardian.stdin.on('error', () => undefined);
  return { release: () => guardian.stdin.end('released\n') };
}
