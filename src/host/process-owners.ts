/** As which user processes of this machine act. */
import { join } from 'node:path';
import type { HostFacts } from '../model/host-facts';
import { readSmallFile } from './small-file';

/** The processes of one instance; undefined where they are not of this machine. */
export function readOwners(
  host: HostFacts | undefined,
  procRoot = '/proc',
): ReadonlyMap<number, number> | undefined {
  if (host?.local !== true) return undefined;
  const pids = Object.keys(host.processes).map(Number);
  return new Map(
    pids.flatMap((pid) => {
      const status = readSmallFile(join(procRoot, String(pid), 'status'));
      const user = status.ok ? parseEffectiveUser(status.text) : undefined;
      return user === undefined ? [] : [[pid, user] as const];
    }),
  );
}

/** /proc/PID/status: real, effective, saved and file system user. */
export function parseEffectiveUser(status: string): number | undefined {
  const user = /^Uid:\s+\d+\s+(\d+)\s/m.exec(status)?.[1];
  return user === undefined ? undefined : Number(user);
}
