/** From a file's name, as uWSGI was given it, to what is in it. */
import { excerpt } from '../format/text';
import type { Budget } from './budget';
import type { ConfigSource } from './config-source';
import type { Line, ParsedFile } from './entries';
import { parseIni } from './ini';
import { parseJson } from './json';
import { magicOfFile, substituteMagic, type MagicTable } from './magic';
import { parseXml } from './xml';
import { parseYaml } from './yaml';

export type FileFormat = 'ini' | 'yaml' | 'xml' | 'json';

/** The options that load a file, and in which format; undefined: by the name of the file. */
export const loaders: ReadonlyMap<string, FileFormat | undefined> = new Map([
  ['ini', 'ini'],
  ['ini-paste', 'ini'],
  ['ini-paste-logged', 'ini'],
  ['pypy-ini-paste', 'ini'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['xml', 'xml'],
  ['xmlconfig', 'xml'],
  ['json', 'json'],
  ['js', 'json'],
  ['include', undefined],
  ['inherit', undefined],
]);

/** The options that bring in configuration from where this program does not follow. */
export const foreignLoaders: ReadonlySet<string> = new Set([
  'config',
  'ldap',
  'sqlite',
  'sqlite3',
  'inject-before',
  'inject-after',
]);

const endings: readonly (readonly [string, FileFormat])[] = [
  ['.ini', 'ini'],
  ['.xml', 'xml'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
  ['.json', 'json'],
  ['.js', 'json'],
];

/** uWSGI looks at the very end, a section included, so that `app.ini:other` has no format without `--ini`. */
export const formatOf = (file: string): FileFormat | undefined =>
  endings.find(([ending]) => file.endsWith(ending))?.[1];

/** A file that a person names may be called anything. */
export function guessFormat(file: string, text: string): FileFormat {
  const named = formatOf(splitSection(file).name);
  if (named !== undefined) return named;
  const start = text.trimStart();
  if (start.startsWith('<')) return 'xml';
  if (start.startsWith('{')) return 'json';
  return /^\[/m.test(text) ? 'ini' : 'yaml';
}

/** `app.ini:other`, `:other` for the last file again; the last colon decides. */
export function splitSection(file: string): { name: string; section: string | undefined } {
  const colon = file.lastIndexOf(':');
  if (colon < 0) return { name: file, section: undefined };
  return { name: file.slice(0, colon), section: file.slice(colon + 1) };
}

/** What uWSGI can read besides files; none of it is there for a second reader. */
export const isForeign = (file: string): boolean =>
  file === '-' || /^(?:emperor|http|data|sym|section|fd|exec|call|callint):\/\//.test(file);

export interface Loaded {
  readonly format: FileFormat;
  readonly parsed: ParsedFile;
  readonly magic: MagicTable;
}

export interface LoadRequest {
  readonly file: string;
  /** 'guess' for a file that a person named. */
  readonly format: FileFormat | 'guess';
  /** Without its section. */
  readonly path: string;
  readonly magic: MagicTable;
  readonly binaryPath: string | undefined;
  readonly onMagic: (table: MagicTable) => MagicTable;
}

/** A text says why it cannot be read, as the end of a sentence that begins with the file. */
export function loadFile(request: LoadRequest, source: ConfigSource, budget: Budget): Loaded | string {
  const { file, path } = request;
  if (!budget.spendFile()) return 'it is one file too many';
  const reading = source.read(path);
  if (!reading.ok) return reading.failure;
  const text = reading.value;
  if (text.includes('\0')) return 'it is not a text';
  if (!budget.spendCharacters(text.length)) return 'there is too much configuration before it';
  const { section } = splitSection(file);
  const canonical = source.canonical(path) ?? path;
  const names = { written: file, path: canonical, section: section ?? '', binaryPath: request.binaryPath };
  const magic = request.onMagic(magicOfFile(request.magic, names));
  const lines = substituteMagic(text, magic);
  const format = request.format === 'guess' ? guessFormat(file, text) : request.format;
  return { format, parsed: parse(format, lines, section), magic };
}

function parse(format: FileFormat, lines: readonly Line[], section: string | undefined): ParsedFile {
  const wanted = section === undefined || section === '' ? 'uwsgi' : section;
  switch (format) {
    case 'ini':
      return parseIni(lines, wanted);
    case 'yaml':
      return parseYaml(lines, wanted);
    case 'json':
      return parseJson(lines, wanted);
    case 'xml':
      return parseXml(lines, section);
  }
}

/** Foreign text in a sentence. */
export const describeFile = (file: string): string => excerpt(file, 120);
