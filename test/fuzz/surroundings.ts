/** What is known beside the documents, hostile as well: names of targets, the machine, configurations of uWSGI. */
import type { NonEmpty, Random } from '../../src/random/random';
import { labelOf } from '../../src/cli/options';
import { knownOptions } from '../../src/doctor/known-options';
import { displayText } from '../../src/format/text';
import { limitsOf } from '../../src/limits/limits';
import type { HostFacts } from '../../src/model/host-facts';
import type { KnownLimits, Observation, TargetLabel } from '../../src/model/observation';
import { parseTargetsFile } from '../../src/targets/targets-file';
import { readFiles } from '../limits/memory-source';
import { localFacts } from '../support/documents';
import { hostileNumbers } from '../support/hostile-texts';
import { anyText } from './mutate';

/** As a targets file or a look around the machine names it, and the program then knows it. */
export function anyTarget(random: Random, id: string): TargetLabel {
  const path = `/run/${id}${random.chance(0.5) ? '' : anyText(random)}`;
  const { entries } = parseTargetsFile(targetsFile(random, id, path), '/etc/targets.json');
  const [found] = entries.flatMap((one) =>
    one.spec.kind === 'targets' ? one.spec.targets.map((target) => ({ ...target, ...one })) : [],
  );
  return labelOf(found ?? { id, name: id, text: id, address: { kind: 'unix', path } });
}

function targetsFile(random: Random, id: string, path: string): string {
  const labels = { env: anyText(random), [anyText(random)]: anyText(random) };
  const entry = {
    name: random.chance(0.5) ? id : anyText(random),
    address: `unix:${path}`,
    labels,
  };
  const group = random.chance(0.3) ? anyText(random) : 'jobs';
  return JSON.stringify({ groups: { [group]: [entry] } });
}

/** As JSON, or as YAML with a line for each. */
export const anyTargetsFile = (random: Random): string =>
  random.chance(0.5)
    ? targetsFile(random, 'a', `/run/a${anyText(random)}`)
    : `groups:\n  jobs:\n    - a=10.0.0.5:1717\n    - name: ${anyText(random)}\n      address: "unix:/run/${anyText(random)}"\n      labels: { env: x }\n`;

/** What says it in words has been cleaned where it was read; names are as uWSGI gives them. */
const clean = (random: Random): string => displayText(anyText(random));

/** Of the pids that the templates tell; names of sockets and folders are those that a document may have as well. */
export function anyHost(random: Random): HostFacts {
  if (random.chance(0.2)) return { local: false, reason: clean(random) };
  const process = () => ({
    rssBytes: random.integer(0, 2 ** 31),
    cpuTimeMs: random.integer(0, 2 ** 31),
    startTicks: random.integer(0, 9),
    label: clean(random),
    ...(random.chance(0.5) && { reason: clean(random) }),
  });
  return localFacts({
    processes: Object.fromEntries([77, 99, 101, 102, 700].map((pid) => [pid, process()])),
    queues: ['127.0.0.1:8000', anyText(random)].map((socket) => ({
      socket,
      ...(random.chance(0.5) ? { length: random.integer(0, 200) } : { reason: clean(random) }),
    })),
    spoolers: ['/var/spool/shop', anyText(random)].map((dir) => ({ dir, reason: clean(random) })),
    memory: { reason: clean(random) },
  });
}

export const formats: NonEmpty<'ini' | 'yaml' | 'xml' | 'json'> = ['ini', 'yaml', 'xml', 'json'];

const options: NonEmpty<string> = [
  'harakiri',
  'max-requests',
  'listen',
  'cheaper',
  'processes',
  'reload-on-rss',
  'stats',
  'x',
];

const known = knownOptions as unknown as NonEmpty<string>;

/** A configuration in one of uWSGI's formats, its pieces in no good order. */
export function anyConfiguration(
  random: Random,
  format = random.pick(formats),
): { readonly file: string; readonly content: string } {
  const entries = Array.from({ length: random.integer(1, 8) }, (): readonly [string, string] => [
    random.chance(0.8) ? random.pick(options) : random.chance(0.5) ? random.pick(known) : anyText(random),
    random.chance(0.4) ? anyNumber(random) : anyText(random),
  ]);
  return { file: `/srv/app.${format}`, content: wrapped[format](entries) };
}

const anyNumber = (random: Random): string =>
  random.chance(0.1) ? random.pick(hostileNumbers) : String(random.integer(0, 500));

type Entries = readonly (readonly [string, string])[];

const wrapped: Readonly<Record<'ini' | 'yaml' | 'xml' | 'json', (entries: Entries) => string>> = {
  ini: (entries) => `[uwsgi]\n${entries.map(([key, value]) => `${key} = ${value}\n`).join('')}`,
  yaml: (entries) => `uwsgi:\n${entries.map(([key, value]) => `  ${key}: ${value}\n`).join('')}`,
  xml: (entries) => `<uwsgi>${entries.map(([key, value]) => `<${key}>${value}</${key}>`).join('')}</uwsgi>`,
  json: (entries) => JSON.stringify({ uwsgi: Object.fromEntries(entries) }),
};

export function anyLimits(random: Random): KnownLimits {
  const { file, content } = anyConfiguration(random);
  const commandLine = ['uwsgi', file, '--procname', anyText(random)];
  const configuration = readFiles({ [file]: content }, { commandLine });
  return { limits: limitsOf(configuration), notes: configuration.notes.map(({ text }) => text) };
}

export const anyVassalStats = (random: Random): NonNullable<Observation['vassalStats']> =>
  Object.fromEntries(
    ['shop.ini', 'jobs.ini', anyText(random)].map((id) => [
      id,
      random.chance(0.5) ? { address: `/run/${anyText(random)}` } : { reason: clean(random) },
    ]),
  );
