/** A place in the file, and how to read what stands there: strictly, and with every mistake told. */
import { excerpt } from '../format/text';
import { nearestHint, nearestName } from '../format/nearest';
import type { Stated } from './config';
import type { ConfigNode } from './parse-yaml';
import type { Problems } from './problems';

export interface Place {
  /** 'targets.shop.limits'; '' is the whole file. For messages only: parts of it may be cropped. */
  readonly path: string;
  readonly node: ConfigNode;
  /** Of the key. */
  readonly line: number;
  readonly problems: Problems;
}

export interface NamedPlace extends Place {
  readonly key: string;
}

/** With the line of its key; undefined where there is nothing, or nothing right. */
export const statedAt = <Value>({ line }: Place, value: Value | undefined): Stated<Value> | undefined =>
  value === undefined ? undefined : { value, line };

/** Says what would be right, and what is there instead. */
export function refuse({ path, node, problems }: Place, shouldBe: string, hint = ''): void {
  const name = path === '' ? 'the file' : `\`${path}\``;
  problems.add(node.line, () => `${name} should be ${shouldBe}, not ${describeNode(node)}${hint}`);
}

function describeNode(node: ConfigNode): string {
  switch (node.kind) {
    case 'nothing':
      return 'empty';
    case 'list':
      return 'a list';
    case 'map':
      return 'a section of keys';
    case 'value':
      return `\`${excerpt(node.text, 40)}\``;
  }
}

/** Everything in a section, whatever its keys are. A section whose lines are all commented out is an empty one. */
export function entriesOf(place: Place): readonly NamedPlace[] {
  const { node, path, problems } = place;
  if (node.kind === 'nothing') return [];
  if (node.kind !== 'map') {
    refuse(place, 'a section of keys');
    return [];
  }
  return node.entries.map((entry) => {
    const shown = excerpt(entry.key, 40);
    return { ...entry, path: path === '' ? shown : `${path}.${shown}`, problems };
  });
}

/** What a section says under the names that it may have; any other is told. */
export function fieldsOf<Name extends string>(
  place: Place,
  names: readonly Name[],
): Readonly<Partial<Record<Name, Place>>> {
  const isKnown = (key: string): key is Name => (names as readonly string[]).includes(key);
  const fields: Partial<Record<Name, Place>> = {};
  for (const entry of entriesOf(place)) {
    const { key } = entry;
    if (isKnown(key)) fields[key] = entry;
    else unknownKey(entry, place.path, names);
  }
  return fields;
}

/** Names the nearest key, or where there is none all of a few. */
export function unknownKey(entry: NamedPlace, section: string, names: readonly string[]): void {
  const { line, key, problems } = entry;
  problems.add(line, () => {
    const where = section === '' ? '' : ` in ${section}`;
    const nearest = nearestName(key, names);
    const known = names.length <= 8 ? `; known here: ${names.join(', ')}` : '';
    const hint = nearest === undefined ? known : `; did you mean \`${nearest}\`?`;
    return `unknown key \`${excerpt(key, 40)}\`${where}${hint}`;
  });
}

export function readBoolean(place: Place): boolean | undefined {
  const { node } = place;
  if (node.kind === 'value' && typeof node.value === 'boolean') return node.value;
  refuse(place, 'true or false');
  return undefined;
}

export function readChoice<Choice extends string>(
  place: Place,
  choices: readonly Choice[],
): Choice | undefined {
  const { node } = place;
  const text = node.kind === 'value' ? node.text : '';
  const found = choices.find((choice) => choice === text);
  if (found === undefined) refuse(place, `one of ${choices.join(', ')}`, nearestHint(text, choices));
  return found;
}

/** Neither empty nor with a character in it that no path and no command can hold. */
export function readText(place: Place, shouldBe: string): string | undefined {
  const { node } = place;
  if (node.kind === 'value' && node.text.trim() !== '' && !node.text.includes('\0')) return node.text;
  refuse(place, shouldBe);
  return undefined;
}
