/**
 * What V8 made of the program the last time, in the user's cache folder. It is executed, so it is only taken from where
 * nobody but this user could have put it, and whatever is wrong with it, the program starts without.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

/** Several megabytes are not ours. */
const mostBytes = 32 << 20;
const ending = '.v8';
/** Two kinds of output, for two versions of Node: these, and the one that is written. */
const mostKept = 3;
/** Written within moments; whoever is slower than this writes the next time. */
const oldestDraftMs = 10_000;
const draftName = /\.v8\.\d+$/;

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

  /** Never in the way: a full disk or a folder of somebody else's is no news. Compiles only where it can be kept. */
  write(compile: () => Buffer): void {
    try {
      if (isInHomeOfAnother(this.#folder)) return;
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      if (!isOurs(lstatSync(this.#folder))) return;
      // First: on a full disk it may make the room that is wanted.
      forgetOld(this.#folder);
      this.#replace(compile);
    } catch {
      // The program is compiled again the next time.
    }
  }

  #replace(compile: () => Buffer): void {
    const draft = `${this.#path}.${process.pid}`;
    const descriptor = openSync(draft, 'wx', 0o600);
    try {
      const compiled = compile();
      writeFileSync(descriptor, Buffer.concat([compiled, compiled]));
      // A machine that loses its power would find the new name, and nothing in the file.
      fsyncSync(descriptor);
      renameSync(draft, this.#path);
    } catch (error) {
      unlinkSync(draft);
      throw error;
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Files of other versions, and the drafts of those who were killed at their end. */
function forgetOld(folder: string): void {
  const files = readdirSync(folder).map((name) => ({ name, path: join(folder, name) }));
  const dated = files.map((file) => ({ ...file, ageMs: Date.now() - lstatSync(file.path).mtimeMs }));
  const compiled = dated.filter(({ name }) => name.endsWith(ending));
  const drafts = dated.filter(({ name, ageMs }) => draftName.test(name) && ageMs > oldestDraftMs);
  const superfluous = compiled.toSorted((one, other) => one.ageMs - other.ageMs).slice(mostKept);
  for (const { path } of [...superfluous, ...drafts]) unlinkSync(path);
}

function readOwn(path: string): Buffer | undefined {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || !isOurs(stats) || stats.nlink !== 1 || stats.size > mostBytes) return undefined;
    const content = Buffer.allocUnsafe(stats.size);
    return readSync(descriptor, content) === stats.size ? onceOf(content) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** V8 believes what it is given and dies of what is damaged: it stands there twice, which takes less time than a sum. */
function onceOf(twice: Buffer): Buffer | undefined {
  const one = twice.subarray(0, twice.length / 2);
  return one.equals(twice.subarray(one.length)) ? one : undefined;
}

/** Root may write everywhere: what it left in the home that `sudo -E` names would shut out who lives there. */
function isInHomeOfAnother(folder: string): boolean {
  if (process.geteuid?.() !== 0) return false;
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats === undefined ? isInHomeOfAnother(dirname(folder)) : stats.uid !== 0;
}

const writableByOthers = 0o022;

const isOurs = ({ uid, mode }: Stats): boolean =>
  uid === process.geteuid?.() && (mode & writableByOthers) === 0;
