/** How much memory there is for a master and its workers: the host's or that of the cgroup which binds. */
import { join } from 'node:path';
import type { LocalFacts, MemoryFacts } from '../model/host-facts';
import { cgroupFiles, memoryCgroup, parseCgroupBytes, parseCgroupStat, type MemoryCgroup } from './cgroup';
import { parseKilobytes } from './process-text';
import { explainCode, readSmallFile } from './small-file';

/** @param mountinfo of this process, since the files of the cgroup are opened by it */
export function readMemory(procRoot: string, masterPid: number, mountinfo: string): LocalFacts['memory'] {
  const host = readHostMemory(procRoot);
  if ('reason' in host) return host;
  const cgroup = readSmallFile(join(procRoot, String(masterPid), 'cgroup'));
  const group = cgroup.ok ? memoryCgroup(cgroup.text, mountinfo) : undefined;
  return (group === undefined ? undefined : readCgroupMemory(group, host)) ?? host;
}

function readHostMemory(procRoot: string): LocalFacts['memory'] {
  const meminfo = readSmallFile(join(procRoot, 'meminfo'));
  if (!meminfo.ok) return { reason: `/proc/meminfo: ${explainCode(meminfo.code)}` };
  const totalBytes = parseKilobytes(meminfo.text, 'MemTotal');
  const availableBytes = parseKilobytes(meminfo.text, 'MemAvailable');
  if (totalBytes === undefined || availableBytes === undefined)
    return { reason: '/proc/meminfo does not tell what is available' };
  return { source: 'host', totalBytes, availableBytes, usedBytes: totalBytes - availableBytes };
}

/** The lowest limit around the process; undefined where it is none or not below what the host has. */
function readCgroupMemory(group: MemoryCgroup, host: MemoryFacts): MemoryFacts | undefined {
  const files = cgroupFiles[group.version];
  const limits = group.folders.flatMap((folder) => {
    const limitBytes = readBytes(join(folder, files.limit));
    return limitBytes === undefined ? [] : [{ folder, limitBytes }];
  });
  const tightest = limits.reduce<(typeof limits)[number] | undefined>(
    (least, one) => (least === undefined || one.limitBytes < least.limitBytes ? one : least),
    undefined,
  );
  if (tightest === undefined || tightest.limitBytes >= host.totalBytes) return undefined;
  const chargedBytes = readBytes(join(tightest.folder, files.used));
  if (chargedBytes === undefined) return undefined;
  const stat = readSmallFile(join(tightest.folder, 'memory.stat'));
  // The kernel drops page cache that has not been used lately before it kills, so that is not used up.
  const droppableBytes = (stat.ok ? parseCgroupStat(stat.text, files.droppable) : undefined) ?? 0;
  const usedBytes = Math.max(0, chargedBytes - droppableBytes);
  const leftBytes = Math.max(0, tightest.limitBytes - usedBytes);
  return {
    source: group.version,
    totalBytes: tightest.limitBytes,
    availableBytes: Math.min(leftBytes, host.availableBytes),
    usedBytes,
  };
}

function readBytes(path: string): number | undefined {
  const file = readSmallFile(path);
  return file.ok ? parseCgroupBytes(file.text) : undefined;
}
