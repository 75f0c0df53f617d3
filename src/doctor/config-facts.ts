/**
 * A configuration as the rules ask about it. Of an option that takes one value the last counts, under whichever of its
 * names it came. A rule about something that is missing asks `lacks`, which is false as soon as a part of the configuration
 * could not be read.
 */
import type { Configuration, OptionValue } from '../limits/configuration';
import { parseFlag, parseInteger, parseLong } from '../limits/numbers';
import { mainName } from './option-aliases';

/** Of the machine that the configuration runs on, as far as that is this one. */
export interface HostLimits {
  readonly somaxconn?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly cpuCount?: number | undefined;
  /** Of the uWSGI that is meant: as told, as running, or as installed; '2.0.21-debian'. */
  readonly uwsgiVersion?: string | undefined;
  /** The version is that of the uWSGI in PATH: the configuration may be for another one, such as that of a venv. */
  readonly isVersionGuessed?: boolean | undefined;
  /** Of the Linux that it runs on: '6.1.0-18-amd64'. */
  readonly kernelVersion?: string | undefined;
}

export class ConfigFacts {
  readonly configuration: Configuration;
  readonly host: HostLimits;
  /** Names that its values are made of: `%(name)`. */
  readonly usedNames: ReadonlySet<string>;
  /** In the order in which they count, each under the first of its names. */
  readonly #options: readonly OptionValue[];

  constructor(
    configuration: Configuration,
    host: HostLimits = {},
    usedNames: ReadonlySet<string> = new Set<string>(),
  ) {
    this.configuration = configuration;
    this.host = host;
    this.usedNames = usedNames;
    this.#options = configuration.options.map((option) => ({ ...option, name: mainName(option.name) }));
  }

  /** The last of these names; undefined also where its value cannot be relied on. */
  last(...names: readonly string[]): OptionValue | undefined {
    const wanted = names.map(mainName);
    const found = this.#options.findLast(({ name }) => wanted.includes(name));
    return found?.unknown === undefined ? found : undefined;
  }

  all(...names: readonly string[]): readonly OptionValue[] {
    const wanted = names.map(mainName);
    return this.#options.filter(({ name, unknown }) => wanted.includes(name) && unknown === undefined);
  }

  /** How often one of them stands there, whether its value is known or not. */
  countOf(...names: readonly string[]): number {
    const wanted = names.map(mainName);
    return this.#options.filter(({ name }) => wanted.includes(name)).length;
  }

  /** As uWSGI reads a flag; false where it is not there. */
  isOn(...names: readonly string[]): boolean {
    const found = this.last(...names);
    return found !== undefined && parseFlag(found.value ?? '1');
  }

  /** As uWSGI reads a whole number. */
  number(...names: readonly string[]): number | undefined {
    const found = this.last(...names);
    return found === undefined ? undefined : parseInteger(found.value ?? '1');
  }

  /** The same of an option that uWSGI keeps in 64 bits, such as a number of bytes. */
  longNumber(...names: readonly string[]): number | undefined {
    const found = this.last(...names);
    return found === undefined ? undefined : Number(parseLong(found.value ?? '1'));
  }

  /** It is certain that none of these is set. */
  lacks(...names: readonly string[]): boolean {
    const { steps, isWhole } = this.configuration;
    if (!isWhole || steps.some(({ kind }) => kind === 'gap')) return false;
    const wanted = names.map(mainName);
    return !this.#options.some(({ name }) => wanted.includes(name));
  }
}
