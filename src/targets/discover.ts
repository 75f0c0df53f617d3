/**
 * The stats sockets of the uWSGI masters on this machine, read from /proc without connecting to anything: what is dialled
 * by mistake is an application, and a uwsgi socket that is asked for stats keeps a worker waiting.
 *
 * A master is a uWSGI process with uWSGI children. It binds the application's sockets first, then makes the pipes to its
 * children, forks them, and binds the stats socket last. So the children that were there from the start do not hold the
 * stats socket, those that were respawned do, and spoolers and mules close the application's. What tells the stats
 * socket in all these cases is its place behind the pipes; where a master serves no application there may be no such
 * place, and its own sockets are those that no child holds.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Address, formatAddress } from './address';
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
  const listening = processes.length === 0 ? new Map<string, Address>() : await readListening(procRoot);
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
    const held = await Promise.all(children.map((child) => socketInodes(procRoot, child.pid)));
    const found = statsSockets(own, held, (inode) => listening.has(inode));
    if (found.length === 0) silentPids.push(pid);
    const cwd = await readlink(join(procRoot, String(pid), 'cwd')).catch(() => '');
    for (const inode of found) {
      const address = listening.get(inode);
      if (address !== undefined) addresses.push(formatAddress(absolute(address, cwd)));
    }
  }
  return { addresses: [...new Set(addresses)], unreadablePids, silentPids };
}

/** Which of a master's sockets, in the order of their descriptors, are its stats server's. */
function statsSockets(
  own: readonly string[],
  heldByChildren: readonly (readonly string[] | undefined)[],
  isListening: (inode: string) => boolean,
): string[] {
  // A child that has just died holds nothing and tells nothing.
  const children = heldByChildren.filter((held) => held !== undefined && held.length > 0);
  const isHeld = (inode: string) => children.some((held) => held?.includes(inode));
  const application = own.findIndex(isListening);
  const pipe = own.findIndex((inode, place) => place > application && !isListening(inode));
  const late = pipe < 0 ? [] : own.slice(pipe).filter(isListening);
  const unshared = (late.length > 0 ? late : own.filter(isListening)).filter((inode) => !isHeld(inode));
  if (children.length > 0 && unshared.length > 0) return unshared;
  // All children were respawned. An application may listen by itself, but it does so before the stats server.
  return late.slice(-1);
}

/** The kernel knows a path as it was bound, uWSGI binds it where its master lives. */
function absolute(address: Address, cwd: string): Address {
  return address.kind === 'unix' && cwd !== '' ? { kind: 'unix', path: resolve(cwd, address.path) } : address;
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

/** Inodes of the sockets that a process holds, by descriptor; undefined where we may not look. */
async function socketInodes(procRoot: string, pid: number): Promise<string[] | undefined> {
  const folder = join(procRoot, String(pid), 'fd');
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return undefined;
  names.sort((a, b) => Number(a) - Number(b));
  const links = await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

async function readListening(procRoot: string): Promise<Map<string, Address>> {
  const read = (name: string) => readFile(join(procRoot, 'net', name), 'utf8').catch(() => '');
  const [tcp, tcp6, unix] = await Promise.all([read('tcp'), read('tcp6'), read('unix')]);
  return listeningSockets({ tcp, tcp6, unix });
}
