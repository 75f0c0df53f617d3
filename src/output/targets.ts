/** What `uwtop targets` prints: each target with what answers there, its limits, and where each of them is from. */
import { bytes, plural } from '../format/quantity';
import { displayText, wrap } from '../format/text';
import { limitsByReason } from '../limits/by-reason';
import type { Limits } from '../limits/limits';
import { describeFailure } from '../model/failure';
import type { LocalFacts } from '../model/host-facts';
import type { InstanceState } from '../model/instance';
import { nameWithAddress } from '../model/observation';

/** A block a target; what is longer than `width` goes on below, indented. */
export function targetsText(instances: readonly InstanceState[], width: number): string {
  const block = (target: InstanceState) =>
    targetLines(target)
      .flatMap((line) => displayLines(line, width))
      .join('\n');
  return instances.map((target) => `${block(target)}\n`).join('\n');
}

/** Paths and values of configurations are foreign text as well. */
function displayLines(line: string, width: number): string[] {
  const clean = displayText(line).trimEnd();
  const [, head = '', content = ''] = /^( {2}.{9} )(.*)$/.exec(clean) ?? [undefined, '', clean];
  return wrap(content, Math.max(40, width - head.length)).map((part, index) =>
    index === 0 ? `${head}${part}` : `${' '.repeat(head.length)}${part}`,
  );
}

function targetLines(instance: InstanceState): string[] {
  const host = instance.seen?.host;
  return [
    headline(instance),
    ...limitLines(instance),
    ...(host?.local === true ? hostLines(host) : []),
    ...(host?.local === false ? [entry('machine', host.reason)] : []),
    ...vassalLines(instance),
  ];
}

const entry = (name: string, content: string) => `  ${name.padEnd(9)} ${content}`;

function headline({ target, seen, failure }: InstanceState): string {
  const named = nameWithAddress(target);
  if (seen === undefined) return failure === undefined ? named : describeFailure(failure, target);
  const { snapshot } = seen.sighting;
  const what = {
    worker: plural(seen.workers.length, 'worker'),
    emperor: 'an emperor',
    router: 'a router',
  }[snapshot.kind];
  const of = target.group === undefined ? '' : `, of ${target.group}`;
  return `${named}: uWSGI ${seen.version}, pid ${seen.pid}, ${what}${of}`;
}

const vassalLines = ({ seen }: InstanceState): string[] =>
  Object.entries(seen?.vassalStats ?? {}).map(([id, { address, reason }]) =>
    entry('vassal', `${id}: ${address ?? reason}`),
  );

function limitLines({ limits: known }: InstanceState): string[] {
  if (known === undefined) return [];
  const { limits, notes } = known;
  const all = Object.entries(limits);
  if (all.every(([, limit]) => limit.state === 'unknown')) {
    const advice = "state them: --harakiri 60 …, --uwsgi-config app.ini, or uwtop's configuration";
    return [
      entry(
        'unknown',
        `all limits: ${[...new Set(all.map(([, limit]) => reasonOf(limit)))].join('; ')}; ${advice}`,
      ),
      ...notes.map((note) => entry('note', note)),
    ];
  }
  const set = all.flatMap(([, limit]) => (limit.state === 'set' ? [entry('limit', limit.source)] : []));
  const lines = [...set];
  for (const [state, word] of [
    ['off', 'not set'],
    ['unknown', 'unknown'],
  ] as const) {
    for (const [reason, names] of limitsByReason(limits, state))
      lines.push(entry(word, `${names.join(', ')}: ${reason}`));
  }
  return [...lines, ...notes.map((note) => entry('note', note))];
}

const reasonOf = (limit: Limits[keyof Limits]) => (limit.state === 'set' ? '' : limit.reason);

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
export function targetsReport(instances: readonly InstanceState[]): object {
  return {
    schemaVersion: 1,
    targets: instances.map(({ target, seen, failure, limits }) => ({
      name: target.name,
      target: target.address,
      group: target.group ?? null,
      kind: seen?.sighting.snapshot.kind ?? null,
      version: seen?.version ?? null,
      pid: seen?.pid ?? null,
      error: failure === undefined ? null : { code: failure.code, message: describeFailure(failure, target) },
      limits: Object.fromEntries(
        Object.entries(limits?.limits ?? {}).map(([name, limit]) => [
          name,
          limit.state === 'set'
            ? { state: 'set', value: limit.value, source: limit.source }
            : { state: limit.state, value: null, reason: limit.reason },
        ]),
      ),
      notes: limits?.notes ?? [],
      vassals: seen?.vassalStats ?? null,
      host: seen?.host ?? null,
    })),
  };
}
