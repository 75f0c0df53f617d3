/**
 * What has to wait for the memory lock of the process that is looked at, its title and its PSS: read in the background,
 * one file at a time. A process whose lock is held (a page fault on a dead NFS server) hangs one thread here, not a poll.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { maskCommand } from '../format/command-secrets';
import { displayText } from '../format/text';
import { parseKilobytes, titleOf } from './process-text';
import { codeOf, explainCode, type FileText } from './small-file';

export interface SlowFacts {
  readonly label?: string | undefined;
  readonly pssBytes?: number | undefined;
  readonly reason?: string | undefined;
}

export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

interface Look extends SlowFacts {
  readonly startTicks: number;
  readonly atMs: number;
  /** When PSS was read, or was found not to be readable. */
  readonly pssAtMs: number;
}

/** smaps_rollup walks all pages of a process, holding its lock: nearly a millisecond even for 12 MB. */
const pssEveryMs = 10_000;
/** For each millisecond of looking so many of rest: 2 % of one CPU at most, for all masters together. */
const restPerCost = 50;
/** What nobody asked for in this time is forgotten, and what is older than this is not shown. */
const keptMs = 120_000;
const longestLabel = 128;

export class SlowReader {
  readonly #procRoot: string;
  readonly #now: () => number;
  readonly #looks = new Map<number, Look>();
  /** By master, in the order in which they asked. */
  readonly #waiting = new Map<number, readonly ProcessIdentity[]>();
  #isLooking = false;
  #restUntilMs = -Infinity;

  constructor(procRoot: string, now: () => number) {
    this.#procRoot = procRoot;
    this.#now = now;
  }

  of({ pid, startTicks }: ProcessIdentity): SlowFacts {
    const look = this.#looks.get(pid);
    const isCurrent = look?.startTicks === startTicks && this.#now() - look.atMs < keptMs;
    return isCurrent ? look : { reason: 'PSS: not read yet' };
  }

  /** Looks at whoever waits longest, if nobody is being looked at and the last look is paid for; never rejects. */
  async refresh(
    masterPid: number,
    processes: readonly ProcessIdentity[],
    signal?: AbortSignal,
  ): Promise<void> {
    this.#waiting.set(masterPid, processes);
    if (this.#isLooking || this.#now() < this.#restUntilMs) return;
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next[0]);
    this.#isLooking = true;
    const startedMs = this.#now();
    await this.#lookAt(next[0], next[1], signal);
    this.#isLooking = false;
    this.#restUntilMs = this.#now() + restPerCost * (this.#now() - startedMs);
    for (const [pid, { atMs }] of this.#looks) if (startedMs - atMs > keptMs) this.#looks.delete(pid);
  }

  async #lookAt(
    masterPid: number,
    processes: readonly ProcessIdentity[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const masterCommand = await this.#read(masterPid, 'cmdline');
    for (const { pid, startTicks } of processes) {
      if (signal?.aborted === true) return;
      const command = pid === masterPid ? masterCommand : await this.#read(pid, 'cmdline');
      const title = command.ok && masterCommand.ok ? titleOf(command.text, masterCommand.text) : undefined;
      this.#looks.set(pid, {
        ...(await this.#pss({ pid, startTicks })),
        startTicks,
        atMs: this.#now(),
        label: title === undefined ? undefined : labelOf(title),
      });
    }
  }

  async #pss({ pid, startTicks }: ProcessIdentity): Promise<Pick<Look, 'pssBytes' | 'reason' | 'pssAtMs'>> {
    const last = this.#looks.get(pid);
    const nowMs = this.#now();
    if (last?.startTicks === startTicks && nowMs - last.pssAtMs < pssEveryMs) return last;
    const file = await this.#read(pid, 'smaps_rollup');
    const pssBytes = file.ok ? parseKilobytes(file.text, 'Pss') : undefined;
    if (pssBytes !== undefined) return { pssBytes, pssAtMs: nowMs };
    return { reason: `PSS: ${file.ok ? 'not told' : explainNoRollup(file.code)}`, pssAtMs: nowMs };
  }

  async #read(pid: number, name: string): Promise<FileText> {
    try {
      return { ok: true, text: await readFile(join(this.#procRoot, String(pid), name), 'utf8') };
    } catch (error) {
      return { ok: false, code: codeOf(error) };
    }
  }
}

/** Some programs write their whole command line into it. */
const labelOf = (title: string) => displayText(maskCommand(displayText(title)), longestLabel);

/** Kernels before 4.14 do not have the file; a process that ended in between takes it with it. */
const explainNoRollup = (code: string) => (code === 'ENOENT' ? 'no smaps_rollup' : explainCode(code));
