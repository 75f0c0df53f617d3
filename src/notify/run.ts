/** One run of the user's command, from its start to its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { excerpt } from '../format/text';

export interface RunTimes {
  readonly longestMs: number;
  /** Between asking to end and ending it. */
  readonly graceMs: number;
}

export interface Run {
  /** What went wrong, when it is over: 'ended with exit code 3: no such pager'. */
  readonly trouble: Promise<string | undefined>;
  /** This program ends: the run may finish, but what it has not taken from its pipe by now it never gets. */
  readonly letGo: () => void;
}

/**
 * The command goes to the shell exactly as the user wrote it; what comes from outside is only in the document on stdin.
 * Neither the process nor the timers keep this program alive.
 */
export function run(command: string, document: string, times: RunTimes): Run {
  try {
    const child: ChildProcess = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'ignore', 'pipe'] });
    const trouble = troubleOf(child, times);
    child.unref();
    // Not every command reads what it is told.
    child.stdin?.on('error', () => undefined).end(document);
    return { trouble, letGo: () => child.stdin?.destroy() };
  } catch (error) {
    return { trouble: Promise.resolve(cannotStart(error)), letGo: () => undefined };
  }
}

const cannotStart = (error: unknown): string =>
  `cannot be started: ${excerpt(error instanceof Error ? error.message : String(error))}`;

/** A process that could not be started for want of file descriptors has no pipes, and says so only afterwards. */
const troubleOf = (child: ChildProcess, times: RunTimes): Promise<string | undefined> =>
  new Promise((resolve) => follow(child, times, resolve));

function follow(child: ChildProcess, times: RunTimes, finish: (trouble: string | undefined) => void): void {
  const complaint = lastLineOf(child);
  const watch = endInTime(child, times);
  child.on('error', (error) => {
    // It also tells of a signal that could not be sent, to a process that is running.
    if (child.pid !== undefined) return;
    watch.stop();
    finish(cannotStart(error));
  });
  child.on('exit', (code, signal) => {
    watch.stop();
    const ending = watch.hasExpired() ? watch.verdict : describeEnd(code, signal);
    if (ending === undefined) finish(undefined);
    else whenSilent(child, () => finish(`${ending}${complaint()}`));
  });
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (code === 0) return undefined;
  return code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`;
}

/** What the process said last may arrive after its end. What it left in the background may hold the pipe for ever. */
function whenSilent(child: ChildProcess, proceed: () => void): void {
  const timer = setTimeout(proceed, 500).unref();
  child.on('close', () => {
    clearTimeout(timer);
    proceed();
  });
}

interface EndInTime {
  readonly verdict: string;
  readonly hasExpired: () => boolean;
  readonly stop: () => void;
}

function endInTime(child: ChildProcess, { longestMs, graceMs }: RunTimes): EndInTime {
  let hasExpired = false;
  let timer = setTimeout(() => {
    hasExpired = true;
    child.kill('SIGTERM');
    timer = setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  }, longestMs).unref();
  return {
    verdict: `was ended after ${longestMs / 1000} s`,
    hasExpired: () => hasExpired,
    stop: () => clearTimeout(timer),
  };
}

const mostComplaintBytes = 4096;

/** Of standard error; the pipe is read to its end, so that nobody has to wait for us. */
function lastLineOf({ stderr }: ChildProcess): () => string {
  let tail = Buffer.alloc(0);
  // What a run leaves in the background may hold it open.
  if (stderr instanceof Socket) stderr.unref();
  stderr?.on('error', () => undefined);
  stderr?.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-mostComplaintBytes);
  });
  return () => {
    const line = tail.toString('utf8').trim().split('\n').at(-1)?.trim() ?? '';
    return line === '' ? '' : `: ${excerpt(line, 160)}`;
  };
}
