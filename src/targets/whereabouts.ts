/** Where a process lives: which sockets listen in its network, and where its files are for us. Containers have their own. */
import { readFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { ConfigSource } from '../limits/config-source';
import type { Address } from './address';
import { configFiles } from './config-files';
import { listeningSockets } from './listening';
import { linkText } from './processes';

export interface Whereabouts {
  /** By inode, as the process itself would dial them; paths may be relative to `folder`. */
  readonly listening: ReadonlyMap<string, Address>;
  readonly isOurNetwork: boolean;
  /** What stands before its paths for us: '' where it has our files. */
  readonly root: string;
  /** '' where we may not look. */
  readonly folder: string;
  readonly files: ConfigSource;
}

/** Reads the kernel's tables once for all processes of a network. */
export function createAtlas(procRoot: string): (pid: number) => Promise<Whereabouts> {
  const tables = new Map<string, Promise<ReadonlyMap<string, Address>>>();
  const spaceOf = (pid: number | 'self', kind: 'net' | 'mnt') =>
    linkText(join(procRoot, String(pid), 'ns', kind));
  const [ourNetwork, ourFiles] = [spaceOf('self', 'net'), spaceOf('self', 'mnt')];
  return async (pid) => {
    const own = join(procRoot, String(pid));
    const [network, files] = [spaceOf(pid, 'net'), spaceOf(pid, 'mnt')];
    // What we may not ask is most likely as it is for us.
    const isOurNetwork = network === '' || network === ourNetwork;
    const name = isOurNetwork ? ourNetwork : network;
    const listening = tables.get(name) ?? readListening(isOurNetwork ? procRoot : own);
    tables.set(name, listening);
    const rootLink = linkText(join(own, 'root'));
    const hasOurFiles = (files === '' || files === ourFiles) && (rootLink === '' || rootLink === '/');
    const root = hasOurFiles ? '' : join(own, 'root');
    return {
      listening: await listening,
      isOurNetwork,
      root,
      folder: linkText(join(own, 'cwd')),
      files: root === '' ? configFiles : filesBelow(root),
    };
  };
}

async function readListening(folder: string): Promise<ReadonlyMap<string, Address>> {
  const read = (name: string) => readFile(join(folder, 'net', name), 'utf8').catch(() => '');
  const [tcp, tcp6, unix] = await Promise.all([read('tcp'), read('tcp6'), read('unix')]);
  return listeningSockets({ tcp, tcp6, unix });
}

/** What we have to dial to get there; undefined where no way leads from here. */
export function reach(address: Address, { isOurNetwork, root, folder }: Whereabouts): Address | undefined {
  if (address.kind !== 'unix') return isOurNetwork ? address : undefined;
  // The kernel knows a path as it was bound, uWSGI binds it where its master lives.
  if (!isAbsolute(address.path) && folder === '') return address;
  const path = resolve(folder, address.path);
  // A service with a /tmp of its own has all other files in common with us.
  return { kind: 'unix', path: root === '' || isSameFile(path, root + path) ? path : root + path };
}

function isSameFile(path: string, other: string): boolean {
  try {
    const [one, two] = [statSync(path), statSync(other)];
    return one.dev === two.dev && one.ino === two.ino;
  } catch {
    return false;
  }
}

/** The files of a process that has other ones than we. Links are left as they are: here they would lead to our files. */
const filesBelow = (root: string): ConfigSource => ({
  read: (path) => configFiles.read(root + path),
  kindOf: (path) => configFiles.kindOf(root + path),
  canonical: (path) => path,
  glob: (pattern) => configFiles.glob(root + pattern)?.map((path) => path.slice(root.length)),
});
