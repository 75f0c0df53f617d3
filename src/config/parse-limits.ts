/** Limits that the user states: uWSGI's options, with values as in uWSGI's own configuration but checked. */
import type { LimitEntries, LimitEntry } from './config';
import { statedConfiguration, type Configuration } from '../limits/configuration';
import {
  canonicalName,
  isLimitOption,
  limitOptionNames,
  limitTable,
  type LimitKind,
  type LimitRule,
} from '../limits/limit-table';
import { entriesOf, readText, refuse, unknownKey, type NamedPlace, type Place } from './place';

/** For src/limits: what the file leaves out stays open for other sources. */
export const limitsConfiguration = (entries: LimitEntries): Configuration =>
  statedConfiguration(
    "uwtop's config",
    entries.map(({ name, value, line }) => ({ name, value, origin: { kind: 'uwtop config', line } })),
  );

export function readLimits(place: Place): LimitEntries {
  const stated = new Map<string, LimitEntry>();
  for (const entry of entriesOf(place)) {
    if (!isLimitOption(entry.key)) {
      unknownKey(entry, place.path, limitOptionNames);
      continue;
    }
    const name = canonicalName(entry.key);
    const earlier = stated.get(name);
    if (earlier !== undefined) {
      const { line, path, problems } = entry;
      problems.add(line, () => `\`${path}\` is the same option as that on line ${earlier.line}`);
      continue;
    }
    const value = readLimit(name, entry);
    if (value !== undefined) stated.set(name, { name, value, line: entry.line });
  }
  return [...stated.values()];
}

const kinds: ReadonlyMap<string, LimitKind> = new Map(
  Object.values<LimitRule>(limitTable).flatMap(({ options, kind }) => options.map((name) => [name, kind])),
);

/** uWSGI's int has 32 bits, and what it takes as megabytes it multiplies. */
const largest = { int: 2 ** 31 - 1, unsigned: Number.MAX_SAFE_INTEGER, megabytes: 2 ** 33 - 1 } as const;

function readLimit(name: string, place: NamedPlace): string | undefined {
  const kind = kinds.get(name);
  switch (kind) {
    case 'int':
    case 'unsigned':
    case 'megabytes':
      return readWholeNumber(place, largest[kind]);
    case 'flag':
      return readFlag(place);
    default:
      return readText(place, 'text, as in the configuration of uWSGI');
  }
}

/** By its digits: what YAML takes for a number in another notation, uWSGI reads as 0. */
function readWholeNumber(place: Place, most: number): string | undefined {
  const { node } = place;
  const text = node.kind === 'value' ? node.text : '';
  const isWhole = /^\d+$/.test(text);
  if (isWhole && Number(text) <= most) return text;
  refuse(place, isWhole ? `at most ${most}` : 'a whole number from 0 on');
  return undefined;
}

/** uWSGI takes every other word for true; here it is a slip. */
function readFlag(place: Place): string | undefined {
  const { node } = place;
  const text = node.kind === 'value' ? node.text : '';
  if (/^(?:true|false|on|off|yes|no|1|0)$/i.test(text)) return text;
  refuse(place, 'true or false');
  return undefined;
}
