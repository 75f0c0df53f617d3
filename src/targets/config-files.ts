/** The configuration files of this machine, as `readConfiguration` asks for them. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ConfigSource, PathKind } from '../limits/config-source';
import { fail, succeed, type Result } from '../result';
import { isWild, matcher } from './pattern';

/** No configuration of a person is as large as this. */
export const maxConfigBytes = 1024 * 1024;

export const configFiles: ConfigSource = { read, kindOf, canonical, glob };

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is no directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
};

function read(path: string): Result<string, string> {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK a pipe that nobody writes to would stop the program for good.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return fail(stats.isDirectory() ? 'it is a directory' : 'it is not a regular file');
    if (stats.size > maxConfigBytes) return fail('it is larger than 1 MiB');
    return readAll(descriptor);
  } catch (error) {
    return fail(reasonOf(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A file of /proc has no size, and any file may grow while it is read: the limit counts here once more. */
function readAll(descriptor: number): Result<string, string> {
  const buffer = Buffer.alloc(maxConfigBytes + 1);
  let length = 0;
  for (let count = -1; count !== 0 && length < buffer.length; length += count) {
    count = readSync(descriptor, buffer, length, buffer.length - length, null);
  }
  if (length > maxConfigBytes) return fail('it is larger than 1 MiB');
  return succeed(buffer.toString('utf8', 0, length));
}

function kindOf(path: string): PathKind {
  try {
    const stats = statSync(path);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unknown';
  }
}

function canonical(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? path : realpathSync(path);
  } catch {
    return undefined;
  }
}

const maxMatches = 10_000;
const maxPatternLength = 4096;
/** Within one name; more than these only cost time. */
const maxStars = 4;

/** The shell's `*`, `?` and `[…]` within each part of a path; names that begin with a dot have to be asked for. */
export function glob(pattern: string): readonly string[] | undefined {
  let found = ['/'];
  const parts = pattern.split('/').filter((part) => part !== '');
  const isOdd = parts.some((part) => part.split(/\*+/).length - 1 > maxStars);
  if (pattern.length > maxPatternLength || isOdd) return undefined;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    found = found.flatMap((folder) => matching(folder, part, isLast));
    if (found.length > maxMatches) return undefined;
  }
  return found.sort().map((path) => (kindOf(path) === 'directory' ? `${path}/` : path));
}

function matching(folder: string, part: string, isLast: boolean): string[] {
  const isFit = (path: string): boolean => {
    const kind = kindOf(path);
    return isLast ? kind !== 'missing' : kind === 'directory';
  };
  if (!isWild(part)) return [join(folder, part)].filter(isFit);
  const expression = matcher(part);
  return namesIn(folder)
    .filter((name) => expression.test(name) && (part.startsWith('.') || !name.startsWith('.')))
    .map((name) => join(folder, name))
    .filter(isFit);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const reasonOf = (error: unknown): string => {
  const code = codeOf(error);
  return reasons[code] ?? (code === '' ? 'it cannot be opened' : `it cannot be opened (${code})`);
};
