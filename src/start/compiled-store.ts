/**
 * What V8 made of the program the last time, in the user's cache folder. It is executed, so it is only taken from where
 * nobody but this user could have put it, and whatever is wrong with it, the program starts without.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Several megabytes are not ours. */
const mostBytes = 32 << 20;
const ending = '.v8';
/** Two kinds of output, for two versions of Node. */
const mostKept = 4;

/** undefined: there is no such folder, or nothing is to be kept. NODE_DISABLE_COMPILE_CACHE is Node's own word for it. */
export function storeFolder(environment: NodeJS.ProcessEnv): string | undefined {
  const { XDG_CACHE_HOME: named = '', HOME: home = '', NODE_DISABLE_COMPILE_CACHE: no = '' } = environment;
  if (no !== '') return undefined;
  if (isAbsolute(named)) return join(named, 'uwtop');
  return isAbsolute(home) ? join(home, '.cache', 'uwtop') : undefined;
}

export class CompiledStore {
  readonly #folder: string;
  readonly #path: string;

  /** @param name tells versions apart: V8 itself only notices a text of another length */
  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#path = join(folder, `${name}${ending}`);
  }

  read(): Buffer | undefined {
    try {
      return isOurs(lstatSync(this.#folder)) ? readOwn(this.#path) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Never in the way: a full disk or a folder of somebody else's is no news. */
  write(compiled: Buffer): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      if (!isOurs(lstatSync(this.#folder))) return;
      const draft = `${this.#path}.${process.pid}`;
      writeFileSync(draft, compiled, { flag: 'wx', mode: 0o600 });
      renameSync(draft, this.#path);
      this.#forgetOld();
    } catch {
      // The program is compiled again the next time.
    }
  }

  #forgetOld(): void {
    const paths = readdirSync(this.#folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => join(this.#folder, file));
    const times = new Map(paths.map((path) => [path, statSync(path).mtimeMs]));
    const newestFirst = paths.toSorted((one, other) => (times.get(other) ?? 0) - (times.get(one) ?? 0));
    for (const path of newestFirst.slice(mostKept)) unlinkSync(path);
  }
}

function readOwn(path: string): Buffer | undefined {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || !isOurs(stats) || stats.nlink !== 1 || stats.size > mostBytes) return undefined;
    const content = Buffer.allocUnsafe(stats.size);
    return readSync(descriptor, content) === stats.size ? content : undefined;
  } finally {
    closeSync(descriptor);
  }
}

const writableByOthers = 0o022;

const isOurs = ({ uid, mode }: Stats): boolean =>
  uid === process.geteuid?.() && (mode & writableByOthers) === 0;
