/** A file system in memory, and readings of it. */
import { limitsOf, type Limits } from '../../src/limits/limits';
import type { ConfigSource, Start } from '../../src/limits/config-source';
import { describeOrigin, type Configuration } from '../../src/limits/configuration';
import { readConfiguration } from '../../src/limits/read-configuration';
import { fail, succeed } from '../../src/result';

/** By absolute path; null is a directory. */
export type Files = Readonly<Record<string, string | null>>;

export function memorySource(files: Files): ConfigSource {
  return {
    read: (path) => {
      const text = files[path];
      return typeof text === 'string' ? succeed(text) : fail('it does not exist');
    },
    kindOf: (path) => (files[path] === undefined ? 'missing' : files[path] === null ? 'directory' : 'file'),
    canonical: (path) => path,
    glob: (pattern) =>
      Object.keys(files).filter((path) => path.startsWith(pattern.slice(0, pattern.indexOf('*')))),
  };
}

/** Reads `--ini /srv/app.ini` of a process with an empty environment, unless told otherwise. */
export function readFiles(files: Files, start: Partial<Start> = {}): Configuration {
  const standard = { commandLine: ['uwsgi', '--ini', 'app.ini'], environment: {}, startDirectory: '/srv' };
  return readConfiguration({ ...standard, ...start }, memorySource(files));
}

export const readIni = (text: string, start: Partial<Start> = {}): Configuration =>
  readFiles({ '/srv/app.ini': `[uwsgi]\n${text}` }, start);

export const limitsOfIni = (text: string, start: Partial<Start> = {}): Limits =>
  limitsOf(readIni(text, start));

/** `name=value` of every option that came from a file. */
export const optionsOfFiles = ({ options }: Configuration): string[] =>
  options.filter(({ origin }) => origin.kind === 'file').map(({ name, value }) => `${name}=${value ?? ''}`);

export const notesOf = ({ notes }: Configuration): string[] =>
  notes.map(({ text, origin }) => (origin === undefined ? text : `${describeOrigin(origin)}: ${text}`));
