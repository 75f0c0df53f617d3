/**
 * The stats sockets of the uWSGI masters on this machine, read from /proc without connecting to anything.
 *
 * A master is a uWSGI process with uWSGI children. The sockets it listens on that not every child holds too are its own:
 * the stats server's. (Application sockets are inherited by all workers; a respawned worker inherits the stats socket as
 * well, so "no child holds it" would miss some.)
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { formatHostPort } from './host-port';
import { listeningSockets } from './listening';

export interface Discovery {
  /** Addresses as a user would type them, by the master's pid. */
  readonly addresses: readonly string[];
  /** Masters whose sockets may not be looked at, or that have no stats socket. */
  readonly unreadablePids: readonly number[];
  readonly silentPids: readonly number[];
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/** `procRoot` is /proc but for tests. An unreadable /proc finds nothing. */
export async function discoverLocal(procRoot = '/proc'): Promise<Discovery> {
  const processes = await uwsgiProcesses(procRoot);
  const sockets = processes.length === 0 ? new Map<string, string>() : await readListening(procRoot);
  const addresses: string[] = [];
  const unreadablePids: number[] = [];
  const silentPids: number[] = [];
  for (const { pid } of processes) {
    const children = processes.filter(({ parent }) => parent === pid);
    if (children.length === 0) continue;
    const own = await socketInodes(procRoot, pid);
    if (own === undefined) {
      unreadablePids.push(pid);
      continue;
    }
    const shared = await Promise.all(children.map((child) => socketInodes(procRoot, child.pid)));
    const found = own
      .filter((inode) => sockets.has(inode))
      .filter((inode) => !shared.every((inodes) => inodes?.includes(inode) ?? false))
      .flatMap((inode) => sockets.get(inode) ?? []);
    if (found.length === 0) silentPids.push(pid);
    addresses.push(...found);
  }
  return { addresses: [...new Set(addresses)], unreadablePids, silentPids };
}

async function uwsgiProcesses(procRoot: string): Promise<Process[]> {
  const names = await readdir(procRoot).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((pid) => uwsgiProcess(procRoot, pid)),
  );
  return found.filter((process) => process !== undefined).sort((a, b) => a.pid - b.pid);
}

async function uwsgiProcess(procRoot: string, pid: string): Promise<Process | undefined> {
  const stat = await readFile(join(procRoot, pid, 'stat'), 'latin1').catch(() => '');
  // The name may itself contain blanks and brackets: it ends at the last bracket.
  const end = stat.lastIndexOf(')');
  const name = stat.slice(stat.indexOf('(') + 1, end);
  const [, parent] = stat.slice(end + 2).split(' ');
  return name.startsWith('uwsgi') ? { pid: Number(pid), parent: Number(parent) } : undefined;
}

/** Inodes of the sockets that a process holds; undefined where we may not look. */
async function socketInodes(procRoot: string, pid: number): Promise<string[] | undefined> {
  const folder = join(procRoot, String(pid), 'fd');
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return undefined;
  const links = await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

async function readListening(procRoot: string): Promise<Map<string, string>> {
  const read = (name: string) => readFile(join(procRoot, 'net', name), 'utf8').catch(() => '');
  const [tcp, tcp6, unix] = await Promise.all([read('tcp'), read('tcp6'), read('unix')]);
  return listeningSockets({ tcp, tcp6, unix }, formatHostPort);
}
