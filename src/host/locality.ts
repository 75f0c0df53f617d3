/** Is the master that answered a process of this machine? Its address alone does not tell: see notOurs. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Address } from '../targets/address';
import { reachOfHost } from '../targets/reach';
import type { ProcessStat } from './process-text';

/**
 * Whether something at this address may be on this machine, so that its pids are worth a look. Asked once for a target:
 * a name is looked up. A remote address is never local, whatever pids it shows: small numbers are alike everywhere.
 */
export async function mayBeLocal(address: Address): Promise<boolean> {
  switch (address.kind) {
    case 'unix':
    case 'abstract':
      return true;
    case 'tcp':
    case 'http':
      return isOwnHost(address.host);
    // Also when it names this machine: the login may lead into a container.
    case 'ssh':
    case 'file':
    case 'stdin':
      return false;
  }
}

async function isOwnHost(host: string): Promise<boolean> {
  const found = isIP(host) > 0 ? [{ address: host }] : await lookup(host, { all: true }).catch(() => []);
  const own = new Set(
    Object.values(networkInterfaces()).flatMap((all) => all?.map((one) => one.address) ?? []),
  );
  return found.some(({ address }) => reachOfHost(address) === 'local' || own.has(address));
}

/** The kernel's limit of pids on 64-bit machines; simulated masters have higher ones. */
const highestPid = 4_194_304;

export const isPossiblePid = (pid: number): boolean => Number.isInteger(pid) && pid > 0 && pid <= highestPid;

export interface Claim {
  readonly masterPid: number;
  readonly master: ProcessStat;
  /** The processes that now have the workers' pids; undefined for a pid that no process has. */
  readonly workers: readonly (ProcessStat | undefined)[];
}

/**
 * Why the processes with these pids are not the ones that answered, or undefined if they are. Containers and forwarded
 * ports share our loopback but not our pids, so the pids have to fit together: a uWSGI whose children are the workers.
 * A worker may have ended since it was printed; one that has another parent never was a worker.
 */
export function notOurs({ masterPid, master, workers }: Claim): string | undefined {
  if (!master.name.toLowerCase().includes('uwsgi'))
    return `process ${masterPid} of this machine is no uWSGI: the master runs in a container or on another host`;
  const alive = workers.filter((worker) => worker !== undefined);
  if (alive.some(({ parentPid }) => parentPid !== masterPid))
    return `process ${masterPid} of this machine is another uWSGI: its workers have other pids`;
  if (alive.length === 0)
    return `no worker to tell by whether process ${masterPid} of this machine is the master that answers`;
  return undefined;
}
