/** Runs the built program as a user would. */
import { spawn } from 'node:child_process';
import { type Report, reportSchema } from '../../src/output/contract';
import { mainPath } from './uwtop';

export interface ProgramRun {
  readonly exitCode: number | null;
  /** That ended it. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface ProgramRequest {
  /** Variables that it has besides, or PATH instead of that of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whose process it is; the bundle is then taken from here, for a checkout may be closed to others. */
  readonly as?: { readonly uid: number; readonly gid: number; readonly bundle: string };
}

const limitMs = 30_000;

/** Ends when the program does; one that hangs is killed and has no exit code. */
export function runProgram(words: readonly string[], { as, env }: ProgramRequest = {}): Promise<ProgramRun> {
  const { bundle = mainPath(), ...identity } = as ?? {};
  const child = spawn(process.execPath, [bundle, ...words], {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    // A developer's own configuration of uwtop is not what is tested.
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', XDG_CONFIG_HOME: '/nonexistent', ...env },
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  return new Promise((done, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) =>
      done({ exitCode, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

/** `once --json`, held against the contract; fails with what the program said when there is no report. */
export async function reportOnce(
  targets: readonly string[],
  request: ProgramRequest = {},
): Promise<{ report: Report; stderr: string }> {
  const words = ['once', '--json', '-i', '0.2', ...targets];
  const { exitCode, stdout, stderr } = await runProgram(words, request);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
  return { report: reportSchema.parse(JSON.parse(stdout.toString())), stderr };
}
