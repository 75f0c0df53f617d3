/** What `uwtop targets` prints: each target with what answers there, its limits, and where each of them is from. */
import { bytes, plural } from '../format/quantity';
import { displayText, wrap } from '../format/text';
import type { Limits } from '../limits/limits';
import { describeFailure } from '../model/failure';
import type { HostFacts, LocalFacts } from '../model/host-facts';
import type { InstanceState } from '../model/instance';

export interface InspectedTarget {
  readonly instance: InstanceState;
  readonly limits: Limits;
  readonly notes: readonly string[];
  readonly host?: HostFacts | undefined;
}

/** A block a target; what is longer than `width` goes on below, indented. */
export function targetsText(inspected: readonly InspectedTarget[], width: number): string {
  const block = (target: InspectedTarget) =>
    targetLines(target)
      .flatMap((line) => displayLines(line, width))
      .join('\n');
  return inspected.map((target) => `${block(target)}\n`).join('\n');
}

/** Paths and values of configurations are foreign text as well. */
function displayLines(line: string, width: number): string[] {
  const clean = displayText(line).trimEnd();
  const [, head = '', content = ''] = /^( {2}.{9} )(.*)$/.exec(clean) ?? [undefined, '', clean];
  return wrap(content, Math.max(40, width - head.length)).map((part, index) =>
    index === 0 ? `${head}${part}` : `${' '.repeat(head.length)}${part}`,
  );
}

function targetLines(target: InspectedTarget): string[] {
  const { instance, host } = target;
  return [
    headline(instance),
    ...limitLines(target),
    ...(host?.local === true ? hostLines(host) : []),
    ...(host?.local === false ? [entry('machine', host.reason)] : []),
  ];
}

const entry = (name: string, content: string) => `  ${name.padEnd(9)} ${content}`;

function headline({ target, seen, failure }: InstanceState): string {
  const named = target.name === target.address ? target.address : `${target.name} (${target.address})`;
  if (seen === undefined) return failure === undefined ? named : describeFailure(failure, target);
  const { snapshot } = seen.sighting;
  const what = {
    worker: plural(seen.workers.length, 'worker'),
    emperor: 'an emperor',
    router: 'a router',
  }[snapshot.kind];
  return `${named}: uWSGI ${seen.version}, pid ${seen.pid}, ${what}`;
}

function limitLines({ limits, notes, instance }: InspectedTarget): string[] {
  if (instance.seen === undefined) return [];
  const all = Object.entries(limits);
  const set = all.flatMap(([, limit]) => (limit.state === 'set' ? [entry('limit', limit.source)] : []));
  const lines = [...set];
  for (const [state, word] of [
    ['off', 'not set'],
    ['unknown', 'unknown'],
  ] as const) {
    for (const [reason, names] of byReason(all, state))
      lines.push(entry(word, `${names.join(', ')}: ${reason}`));
  }
  return [...lines, ...notes.map((note) => entry('note', note))];
}

/** Limits that are missing for one reason share a line. */
function byReason(
  all: readonly [string, Limits[keyof Limits]][],
  state: 'off' | 'unknown',
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, limit] of all) {
    if (limit.state === 'set' || limit.state !== state) continue;
    groups.set(limit.reason, [...(groups.get(limit.reason) ?? []), optionName(name)]);
  }
  return groups;
}

/** `maxWorkerLifetimeSeconds` is uWSGI's `max-worker-lifetime`. */
const optionName = (name: string) =>
  name.replace(/(Seconds|Bytes|Percent)$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function hostLines({ memory, queues, processes }: LocalFacts): string[] {
  const known = Object.values(processes);
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number | undefined>(
      (total, value) => (value === undefined ? total : (total ?? 0) + value),
      undefined,
    );
  const pss = sum(known.map(({ pssBytes }) => pssBytes));
  const memoryText =
    'reason' in memory
      ? memory.reason
      : `${bytes(memory.availableBytes)} of ${bytes(memory.totalBytes)} available (${memory.source})`;
  return [
    entry('memory', memoryText),
    entry(
      'rss',
      `${bytes(sum(known.map(({ rssBytes }) => rssBytes)))} in ${known.length} processes (/proc)${pss === undefined ? '' : `, pss ${bytes(pss)}`}`,
    ),
    ...queues.map(({ socket, length, source, reason }) =>
      entry(
        'queue',
        length === undefined
          ? `${socket}: ${reason ?? 'not known'}`
          : `${socket}: ${length} waiting (${source ?? ''})`,
      ),
    ),
  ];
}

/** The same for scripts: one document, unknown is null with its reason. */
export function targetsReport(inspected: readonly InspectedTarget[]): object {
  return {
    schemaVersion: 1,
    targets: inspected.map(({ instance, limits, notes, host }) => ({
      name: instance.target.name,
      target: instance.target.address,
      kind: instance.seen?.sighting.snapshot.kind ?? null,
      version: instance.seen?.version ?? null,
      pid: instance.seen?.pid ?? null,
      error:
        instance.failure === undefined
          ? null
          : { code: instance.failure.code, message: describeFailure(instance.failure, instance.target) },
      limits: Object.fromEntries(
        Object.entries(limits).map(([name, limit]) => [
          name,
          limit.state === 'set'
            ? { state: 'set', value: limit.value, source: limit.source }
            : { state: limit.state, value: null, reason: limit.reason },
        ]),
      ),
      notes,
      host: host ?? null,
    })),
  };
}
