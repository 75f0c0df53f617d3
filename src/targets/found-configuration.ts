/** The configuration of a process, read anew from what it was started with. */
import { resolve } from 'node:path';
import type { StartFacts } from '../host/start-facts';
import type { ConfigSource } from '../limits/config-source';
import type { Configuration, OptionValue } from '../limits/configuration';
import { readConfiguration } from '../limits/read-configuration';
import { loaders, splitSection } from '../limits/config-file';

export interface FoundConfiguration {
  readonly configuration: Configuration;
  /** In which it was started. */
  readonly startDirectory: string;
}

export interface FindingOptions {
  readonly version?: string;
  /** Where it may have been started, besides what its own facts tell; the likeliest first. */
  readonly directories?: readonly string[];
}

/**
 * The shell that started it left the directory in PWD, and `chdir` may have moved it since; but an emperor goes to its
 * vassals' folder before it starts one. Where the file is found, it was started.
 */
export function findConfiguration(
  { commandLine, environment, cwd, parentCwd }: StartFacts,
  source: ConfigSource,
  { version, directories = [] }: FindingOptions = {},
): FoundConfiguration | undefined {
  if (commandLine === undefined) return undefined;
  const known = [...directories, environment?.['PWD'], cwd, parentCwd].filter(
    (directory) => directory !== undefined,
  );
  const read = (startDirectory: string): FoundConfiguration => ({
    startDirectory,
    configuration: readConfiguration(
      {
        commandLine,
        startDirectory,
        ...(version !== undefined && { facts: { version } }),
        ...(environment !== undefined && { environment }),
      },
      source,
    ),
  });
  let first: FoundConfiguration | undefined;
  for (const directory of new Set(known.length > 0 ? known : ['/'])) {
    const found = read(directory);
    if (isComplete(found.configuration)) return found;
    first ??= found;
  }
  return first;
}

/** All of it could be read, so that what it does not set is not set. */
export const isComplete = ({ steps }: Configuration): boolean => steps.every(({ kind }) => kind === 'option');

/** Of an option that is given more than once the last counts. */
export const optionOf = ({ options }: Configuration, ...names: readonly string[]): OptionValue | undefined =>
  options.findLast(({ name }) => names.includes(name));

/** Its text where that can be relied on. */
export function textOf(configuration: Configuration, ...names: readonly string[]): string | undefined {
  const option = optionOf(configuration, ...names);
  return option?.unknown === undefined && option?.value !== '' ? option?.value : undefined;
}

export interface MainFile {
  /** Absolute. */
  readonly path: string;
  /** '' for the usual one. */
  readonly section: string;
}

/** The file that stands for the instance: of several the last, for packages put their defaults first. */
export function mainFileOf({ configuration, startDirectory }: FoundConfiguration): MainFile | undefined {
  const { options } = configuration;
  const loading = options.filter(({ name, value }) => loaders.has(name) && value !== undefined);
  const split = loading.map(({ value = '', origin }) => ({ ...splitSection(value), origin }));
  const brought = new Set(split.flatMap(({ name, origin }) => (origin.kind === 'file' ? [name] : [])));
  const files = options.flatMap(({ origin }) => (origin.kind === 'file' ? [origin.file] : []));
  const name = files.findLast((file) => !brought.has(file)) ?? files[0];
  if (name === undefined) return undefined;
  const section = split.find((one) => one.name === name)?.section ?? '';
  return { path: resolve(startDirectory, name), section };
}
