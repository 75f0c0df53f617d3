/** The uWSGI processes of /proc: whose children they are, and which sockets they hold. */
import { readdir, readFile } from 'node:fs/promises';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { parseStat } from '../host/process-text';
import { readSmallFile } from '../host/small-file';

export interface UwsgiProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** With the pid it tells one process from the next that gets its number. */
  readonly startTicks: number;
}

/** So many are looked at before the screen gets its turn: about two milliseconds. */
const processesAtOnce = 100;

/** By pid; none where there is no /proc that can be read. */
export async function uwsgiProcesses(procRoot: string): Promise<UwsgiProcess[]> {
  const names = await readdir(procRoot).catch(() => []);
  const found: UwsgiProcess[] = [];
  for (const [index, name] of names.filter((one) => /^\d+$/.test(one)).entries()) {
    if (index % processesAtOnce === processesAtOnce - 1) await breathe();
    const file = readSmallFile(join(procRoot, name, 'stat'), (text) => text.endsWith('\n'));
    const stat = file.ok ? parseStat(file.text) : undefined;
    // What has ended, but was not waited for yet, holds nothing and is told nothing.
    if (stat?.name.startsWith('uwsgi') !== true || stat.state === 'Z') continue;
    found.push({ pid: Number(name), parentPid: stat.parentPid, startTicks: stat.startTicks });
  }
  return found.sort((a, b) => a.pid - b.pid);
}

export const isThere = ({ pid }: UwsgiProcess, procRoot: string): boolean =>
  existsSync(join(procRoot, String(pid)));

/** Inodes of the sockets that a process holds, by descriptor; undefined where we may not look. */
export function socketInodes(procRoot: string, pid: number): string[] | undefined {
  const folder = join(procRoot, String(pid), 'fd');
  try {
    const names = readdirSync(folder).sort((a, b) => Number(a) - Number(b));
    return names.flatMap((name) => /^socket:\[(\d+)\]$/.exec(linkText(join(folder, name)))?.[1] ?? []);
  } catch {
    return undefined;
  }
}

/** As it stands in memory, which a title may have been written over; undefined where it cannot be known. */
export async function commandLineText(procRoot: string, pid: number): Promise<string | undefined> {
  const text = await readFile(join(procRoot, String(pid), 'cmdline'), 'utf8').catch(() => '');
  return text === '' ? undefined : text;
}

/** Where a link of /proc points, '' where we may not look. */
export function linkText(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
