/**
 * Where the vassals of an emperor serve their own stats, which it does not tell: as their processes were started and
 * what they listen on, or as the file says from which the emperor starts them.
 */
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { displayText, excerpt } from '../format/text';
import { readStartFacts } from '../host/start-facts';
import { readConfiguration } from '../limits/read-configuration';
import { splitSection } from '../limits/config-file';
import type { VassalStats } from '../model/observation';
import type { EmperorDocument } from '../stats/schema';
import { formatAddress } from './address';
import { configFiles } from './config-files';
import { type FoundConfiguration, isComplete, mainFileOf, optionOf } from './found-configuration';
import { instanceName } from './instance-names';
import type { Instance } from './instances';
import { statsLine } from './stats-advice';
import { statsPlaces, toldStats } from './stats-places';
import { reach } from './whereabouts';

export type Vassal = Pick<EmperorDocument['vassals'][number], 'id' | 'pid' | 'monitor'>;

export interface VassalSource {
  readonly procRoot: string;
  /** Of this moment, by pid. */
  readonly instances: ReadonlyMap<number, Instance>;
  readonly emperor: Pick<EmperorDocument, 'pid' | 'cwd'>;
}

/** Never rejects for what is found on the way. */
export async function vassalPlace(vassal: Vassal, source: VassalSource): Promise<VassalStats> {
  const instance = source.instances.get(vassal.pid);
  const running = instance === undefined ? undefined : runningPlace(instance, source.procRoot);
  return running ?? (await writtenPlace(vassal, source));
}

/** undefined: what it was started with is not known. */
function runningPlace(instance: Instance, procRoot: string): VassalStats | undefined {
  const { places, idle } = statsPlaces(instance, procRoot);
  const place = places[0] ?? idle[0];
  if (place !== undefined) {
    const address = reach(place.address, instance.whereabouts);
    return address === undefined
      ? {
          reason: `its stats on ${excerpt(formatAddress(place.address))} are in another network, such as a container’s`,
        }
      : { address: formatAddress(address) };
  }
  return instance.found === undefined ? undefined : { reason: reasonOf(instance.found) };
}

async function writtenPlace(vassal: Vassal, { procRoot, emperor }: VassalSource): Promise<VassalStats> {
  const file = fileOf(vassal, emperor.cwd ?? '/');
  if (file === undefined) {
    const scheme = /^[a-z]+(?=:\/\/)/.exec(vassal.monitor ?? '')?.[0];
    return {
      reason: `its configuration is in no file${scheme === undefined ? '' : `: the emperor has it from ${scheme}`}`,
    };
  }
  const startDirectory = dirname(file);
  // A vassal inherits what its emperor was started with.
  const { environment } = await readStartFacts(emperor.pid, procRoot);
  const start = { files: [file], startDirectory, ...(environment !== undefined && { environment }) };
  const found = { configuration: readConfiguration(start, configFiles), startDirectory };
  const folder = resolve(startDirectory, optionOf(found.configuration, 'chdir')?.value ?? '.');
  const [told] = toldStats(found, folder);
  return told === undefined ? { reason: reasonOf(found) } : { address: formatAddress(told.address) };
}

/** With its section, as zergs have one. Monitors of folders and patterns alone have files. */
function fileOf({ id, monitor = '' }: Vassal, emperorFolder: string): string | undefined {
  if (/^[a-z]+:\/\//.test(monitor)) return undefined;
  if (isAbsolute(id)) return id;
  const isThere = (path: string) =>
    configFiles.kindOf(splitSection(path).name) === 'file' || configFiles.kindOf(path) === 'file';
  const paths = [resolve(emperorFolder, monitor, id), join(emperorFolder, id)];
  return paths.find(isThere) ?? paths[0];
}

function reasonOf(found: FoundConfiguration): string {
  const { configuration } = found;
  const option = optionOf(configuration, 'stats');
  if (option?.unknown !== undefined) return `its stats option is not known: ${displayText(option.unknown)}`;
  const gap = configuration.steps.find((step) => step.kind === 'gap');
  if (gap !== undefined) return displayText(gap.gap.reason);
  const file = mainFileOf(found)?.path;
  if (file === undefined || !isComplete(configuration)) return 'no stats option on its command line';
  const name = instanceName({ found, title: undefined }) ?? 'vassal';
  const isFree = (path: string) => configFiles.kindOf(path) === 'missing';
  const line = statsLine({ option: 'stats', name, file, isFree });
  return `no stats option in ${excerpt(file, 200)}: add ${line}`;
}
