/** Finds and reads the files of a configuration, and keeps what uWSGI remembers from one file to the next. */
import { describeFile, isForeign, loadFile, splitSection, type FileFormat } from './config-file';
import type { ConfigSource, Start } from './config-source';
import type { Origin } from './configuration';
import type { ParsedFile } from './entries';
import { rememberFirstFile, startingMagic, type MagicTable } from './magic';
import type { OptionList } from './option-list';

export interface LoadOptions {
  readonly format: FileFormat | 'guess';
  /** A template leaves the capital magic variables to the file that uses it. */
  readonly isTemplate: boolean;
  /** Where the file is named. */
  readonly origin: Origin | undefined;
  /** The files that are being read already, the outermost first. */
  readonly inside: readonly string[];
  /** Set: it is not sure that the file is loaded at all, and why. */
  readonly unknown?: string | undefined;
}

export interface OpenFile {
  readonly name: string;
  /** With itself as the last. */
  readonly inside: readonly string[];
  readonly parsed: ParsedFile;
  readonly wasFirst: boolean;
}

const maxDepth = 64;

export class FileLoader {
  readonly #start: Start;
  readonly #source: ConfigSource;
  readonly #list: OptionList;
  #magic: MagicTable;
  #isFirst = true;
  #lastIni: string | undefined;

  constructor(start: Start, source: ConfigSource, list: OptionList) {
    this.#start = start;
    this.#source = source;
    this.#list = list;
    this.#magic = startingMagic(start.startDirectory, start.facts ?? {});
  }

  /** Paths count from where uWSGI was started, not from the file that names them. */
  readonly absolute = (path: string): string =>
    path.startsWith('/') ? path : `${this.#start.startDirectory.replace(/\/$/, '')}/${path}`;

  /** undefined: it cannot be read, which the list then says. Has to be closed when its options are in. */
  open(file: string, options: LoadOptions): OpenFile | undefined {
    const { origin, isTemplate, inside } = options;
    const split = splitSection(file);
    const name = split.name === '' ? this.#lastIni : split.name;
    if (name === undefined || isForeign(file)) {
      this.#list.gap(`${describeFile(file)} is no file that can be read a second time`, origin);
      return undefined;
    }
    const path = this.absolute(name);
    const identity = `${path}:${split.section ?? ''}`;
    const isLoop = inside.includes(identity);
    if (isLoop || inside.length >= maxDepth) {
      const fault = isLoop ? 'is loaded by what it loads itself: a loop of includes' : 'is nested too deep';
      this.#list.gap(`${describeFile(file)} ${fault}`, origin);
      return undefined;
    }
    const request = { file, path, format: options.format, magic: this.#magic };
    const remembers = this.#isFirst && !isTemplate;
    const onMagic = (table: MagicTable): MagicTable => (remembers ? rememberFirstFile(table) : table);
    const binaryPath = this.#start.facts?.binaryPath;
    const loaded = loadFile({ ...request, binaryPath, onMagic }, this.#source, this.#list.budget);
    if (typeof loaded === 'string') {
      this.#list.gap(`${describeFile(name)} cannot be read: ${loaded}`, origin);
      return undefined;
    }
    this.#magic = loaded.magic;
    if (loaded.format === 'ini') this.#lastIni = name;
    const wasFirst = this.#isFirst && isTemplate;
    this.#isFirst = false;
    return { name, inside: [...inside, identity], parsed: loaded.parsed, wasFirst };
  }

  /** After a template, and all that it loads, the next file is still the first. */
  close({ wasFirst }: OpenFile): void {
    if (wasFirst) this.#isFirst = true;
  }
}
