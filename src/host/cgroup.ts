/** Where the memory limits of a process stand: /proc/PID/cgroup and mountinfo read together. Pure. */
import { posix } from 'node:path';

export type CgroupVersion = 'cgroup v1' | 'cgroup v2';

/** The mounted tree of control groups that limits memory, and the group of the process in it. */
export interface MemoryCgroup {
  readonly version: CgroupVersion;
  /** The folders of the group and of those around it, the innermost first: a limit on any of them holds. */
  readonly folders: readonly string[];
}

/** Names of the same things in the two versions. */
export const cgroupFiles = {
  'cgroup v1': {
    limit: 'memory.limit_in_bytes',
    used: 'memory.usage_in_bytes',
    droppable: 'total_inactive_file',
  },
  'cgroup v2': { limit: 'memory.max', used: 'memory.current', droppable: 'inactive_file' },
} as const;

/**
 * One process may be in both versions at once; memory is limited by one of them only, by version 1 where the kernel has
 * given it its memory controller.
 */
export function memoryCgroup(cgroup: string, mountinfo: string): MemoryCgroup | undefined {
  const groups = cgroup.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return controllers === undefined || path === undefined ? [] : [{ controllers, path }];
  });
  const v1 = groups.find(({ controllers }) => controllers.split(',').includes('memory'));
  const v2 = groups.find(({ controllers }) => controllers === '');
  const [version, group] = v1 === undefined ? (['cgroup v2', v2] as const) : (['cgroup v1', v1] as const);
  const mount = mountsOf(mountinfo).find((one) => one.version === version);
  if (group === undefined || mount === undefined) return undefined;
  const folders = foldersWithin(mount, group.path);
  return folders === undefined ? undefined : { version, folders };
}

interface Mount {
  readonly version: CgroupVersion;
  /** The part of the tree that is mounted: in a container often only its own. */
  readonly root: string;
  readonly folder: string;
}

/** Line by line `id parent device ROOT FOLDER options … - TYPE source SUPEROPTIONS`; blanks in paths are \040. */
function mountsOf(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root = '', folder = ''] = left.split(' ');
    const [type, , options = ''] = right.split(' ');
    const limitsMemory = type === 'cgroup2' || (type === 'cgroup' && options.split(',').includes('memory'));
    if (!limitsMemory) return [];
    return [{ version: type === 'cgroup2' ? 'cgroup v2' : 'cgroup v1', root, folder: unescape(folder) }];
  });
}

const unescape = (path: string) =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Undefined for a group outside of what is mounted here, which shows as a path through `..`. */
function foldersWithin(mount: Mount, group: string): string[] | undefined {
  const inside = posix.relative(mount.root, group);
  if (inside.split('/').includes('..') || group.split('/').includes('..')) return undefined;
  const steps = inside === '' ? [] : inside.split('/');
  return Array.from({ length: steps.length + 1 }, (_, index) =>
    posix.join(mount.folder, ...steps.slice(0, steps.length - index)),
  );
}

/** A limit or a use in bytes; `max`, and the huge number of version 1, mean that there is no limit. */
export function parseCgroupBytes(text: string): number | undefined {
  const bytes = /^\d+$/.test(text.trim()) ? Number(text) : undefined;
  return bytes !== undefined && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** A line like `inactive_file 4096` of memory.stat. */
export function parseCgroupStat(text: string, key: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${key} `));
  return line === undefined ? undefined : parseCgroupBytes(line.slice(key.length + 1));
}
