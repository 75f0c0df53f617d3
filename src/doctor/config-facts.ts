/**
 * A configuration as the rules ask about it. Of an option that takes one value the last counts, under whichever of its
 * names it came. A rule about something that is missing asks `lacks`, which is false as soon as a part of the configuration
 * could not be read.
 */
import type { Configuration, OptionValue } from '../limits/configuration';
import { parseFlag, parseInteger } from '../limits/numbers';

/** Of the machine that the configuration runs on, as far as that is this one. */
export interface HostLimits {
  readonly somaxconn?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly cpuCount?: number | undefined;
  /** Of the uWSGI that is meant: as told, as running, or as installed; '2.0.21-debian'. */
  readonly uwsgiVersion?: string | undefined;
}

export class ConfigFacts {
  readonly configuration: Configuration;
  readonly host: HostLimits;

  constructor(configuration: Configuration, host: HostLimits = {}) {
    this.configuration = configuration;
    this.host = host;
  }

  /** The last of these names; undefined also where its value cannot be relied on. */
  last(...names: readonly string[]): OptionValue | undefined {
    const found = this.configuration.options.findLast(({ name }) => names.includes(name));
    return found?.unknown === undefined ? found : undefined;
  }

  all(...names: readonly string[]): readonly OptionValue[] {
    return this.configuration.options.filter(
      ({ name, unknown }) => names.includes(name) && unknown === undefined,
    );
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

  /** It is certain that none of these is set. */
  lacks(...names: readonly string[]): boolean {
    const { steps, isWhole } = this.configuration;
    if (!isWhole || steps.some(({ kind }) => kind === 'gap')) return false;
    return !this.configuration.options.some(({ name }) => names.includes(name));
  }
}
