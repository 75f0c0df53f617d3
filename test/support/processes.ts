import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process together with its start time: the kernel gives a pid away again, but never both. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: string;
}

interface ProcessStat extends ProcessIdentity {
  readonly state: string;
  readonly parent: number;
  readonly session: number;
}

/** True while the process exists and runs; a zombie that nobody has reaped yet counts as gone. */
export function isAlive(pid: number): boolean {
  const stat = readStat(pid);
  return stat !== undefined && stat.state !== 'Z' && stat.state !== 'X';
}

/** The process, its descendants and whatever is left of the session that it leads. */
export function processTree(root: number): readonly ProcessIdentity[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? []);
  const members = new Set(all.filter((entry) => entry.pid === root || entry.session === root));
  // A daemon may have made a session of its own, so the children of members are followed as well.
  for (const member of members) {
    for (const entry of all) if (entry.parent === member.pid) members.add(entry);
  }
  return [...members].map(({ pid, startTicks }) => ({ pid, startTicks }));
}

/** Ends the tree of a process that leads its own session: politely at first, with SIGKILL after `patienceMs`. */
export async function endTree(root: number, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  let members = processTree(root);
  sendSignal(root, signal);
  const deadline = performance.now() + patienceMs;
  while (members.some(isSame) && performance.now() < deadline) {
    await sleep(20);
    members = [...members.filter(isSame), ...processTree(root)];
  }
  for (const member of members.filter(isSame)) sendSignal(member.pid, 'SIGKILL');
  while (members.some(isSame) && performance.now() < deadline + 2000) await sleep(20);
}

/** Of a program in a terminal: the terminal itself. */
export const parentOf = (pid: number): number => readStat(pid)?.parent ?? NaN;

/** Sends a signal; a process that has just ended is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isSame({ pid, startTicks }: ProcessIdentity): boolean {
  return isAlive(pid) && readStat(pid)?.startTicks === startTicks;
}

function readStat(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in parentheses and may contain anything, spaces and parentheses too.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      state: fields[0] ?? 'X',
      parent: Number(fields[1]),
      session: Number(fields[3]),
      startTicks: fields[19] ?? '',
    };
  } catch {
    return undefined;
  }
}
