/** Finds and reads uwtop's own configuration file. The parser, and YAML with it, is loaded only when there is one. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { excerpt } from '../format/text';
import { fail, succeed, type Result } from '../result';
import type { UwtopConfig } from './config';
import type { ConfigProblem } from './problems';

export interface ConfigLookup {
  /** As --config names it: then it has to be there. */
  readonly path?: string | undefined;
  /** UWTOP_CONFIG names it as well. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

export interface ConfigPlace {
  readonly file: string;
  /** Absent where it is the usual place. */
  readonly namedBy?: 'flag --config' | 'environment UWTOP_CONFIG';
}

const mostBytes = 1024 * 1024;

/** undefined: none was named, and none is at the usual place. */
export async function loadConfig(
  lookup: ConfigLookup,
): Promise<Result<UwtopConfig | undefined, readonly ConfigProblem[]>> {
  const { file, namedBy } = placeOfConfig(lookup);
  const text = await readText(file).catch((error: unknown) => failureOf(error, namedBy !== undefined));
  if (text === undefined) return succeed(undefined);
  if (!text.ok) return fail([{ file, text: `${text.failure}${fromVariable(namedBy)}` }]);
  const { parseConfig } = await import('./parse');
  return parseConfig(text.value, file);
}

/** What was typed needs no reminder; a variable may have been set long ago. */
const fromVariable = (namedBy: ConfigPlace['namedBy']) =>
  namedBy === 'environment UWTOP_CONFIG' ? ` (${namedBy})` : '';

export function placeOfConfig(lookup: ConfigLookup): ConfigPlace {
  const { UWTOP_CONFIG: variable = '' } = lookup.environment;
  if (lookup.path !== undefined) return { file: resolve(lookup.path), namedBy: 'flag --config' };
  if (variable !== '') return { file: resolve(variable), namedBy: 'environment UWTOP_CONFIG' };
  return { file: defaultConfigPath(lookup) };
}

/** By the XDG base directory specification a relative path in the variable does not count. */
export function defaultConfigPath({ environment, home }: ConfigLookup): string {
  const stated = environment['XDG_CONFIG_HOME'] ?? '';
  return join(isAbsolute(stated) ? stated : join(home, '.config'), 'uwtop', 'config.yaml');
}

/** undefined: it is simply not there, and need not be. */
function failureOf(error: unknown, isNamed: boolean): Result<string, string> | undefined {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (!isNamed && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
  return fail(`cannot be read: ${reasons[code] ?? excerpt(message, 160)}`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is no directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'a loop of symbolic links',
};

/** Asks what it is first: opening a named pipe waits for a writer. */
async function readText(file: string): Promise<Result<string, string>> {
  const entry = await stat(file);
  if (entry.isDirectory()) return fail('is a directory, not a file');
  // The usual way to say "no file at all".
  if (!entry.isFile() && file !== '/dev/null') return fail('is no regular file');
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: mostBytes })) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (bytes.length > mostBytes) return fail('is larger than 1 MiB');
  try {
    return succeed(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('is no text in UTF-8');
  }
}
