/**
 * uWSGI's magic variables, `%d` and the like: they are put into the text of a file before it is parsed. Whatever letter
 * has no meaning is taken out together with its `%`, even the end of the line.
 */
import type { StartFacts } from './config-source';
import type { Line } from './entries';

/** By letter: '' is nothing, undefined is something that cannot be known from here. */
export type MagicTable = ReadonlyMap<string, string | undefined>;

export function startingMagic(startDirectory: string, facts: StartFacts): MagicTable {
  const number = (value: number | undefined): string | undefined => value?.toString();
  return new Map([
    ['%', '%'],
    ['(', '%('],
    ['[', '\u001b'],
    ['v', startDirectory],
    ['h', facts.hostName],
    ['t', undefined],
    ['T', undefined],
    ['V', facts.version],
    ['k', number(facts.cpuCount)],
    ['u', number(facts.userId)],
    ['U', facts.userName],
    ['g', number(facts.groupId)],
    ['G', facts.groupName],
  ]);
}

export interface FileNames {
  /** As it was written, with its section. */
  readonly written: string;
  /** Absolute, links resolved as uWSGI resolves them. */
  readonly path: string;
  readonly section: string;
  readonly binaryPath: string | undefined;
}

/** The variables that change with every file; the section alone when the file stays the same. */
export function magicOfFile(
  table: MagicTable,
  { written, path, section, binaryPath }: FileNames,
): MagicTable {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const dot = name.lastIndexOf('.');
  const folders = path.slice(0, slash);
  const parts = folders.split('/').filter((part) => part !== '');
  return new Map<string, string | undefined>([
    ...table,
    ['o', written],
    ['b', binaryPath],
    ['p', path],
    ['i', undefined],
    ['j', undefined],
    ['s', name],
    ['d', path.slice(0, slash + 1)],
    ['c', parts.at(-1) ?? ''],
    ['e', dot < 0 ? '' : name.slice(dot + 1)],
    ['n', dot < 0 ? name : name.slice(0, dot)],
    ['x', section],
    ...Array.from({ length: 10 }, (_, index): [string, string] => [String(index), parts[index] ?? '']),
  ]);
}

/** The first file that is no template is remembered under capitals. */
export function rememberFirstFile(table: MagicTable): MagicTable {
  const letters = ['o', 'd', 's', 'p', 'c', 'e', 'n', 'x', 'i', 'j'];
  const capitals = letters.map((letter): [string, string | undefined] => [
    letter.toUpperCase(),
    table.get(letter),
  ]);
  return new Map([...table, ...capitals]);
}

export function substituteMagic(text: string, table: MagicTable): Line[] {
  const lines: Line[] = [];
  let current = '';
  let unknown: string | undefined;
  let number = 1;
  let start = 1;
  const finish = (): void => {
    lines.push(
      unknown === undefined ? { text: current, number: start } : { text: current, number: start, unknown },
    );
    current = '';
    unknown = undefined;
    start = number;
  };
  for (const [piece] of text.matchAll(/%[^]?|\n|[^%\n]+/g)) {
    if (piece.endsWith('\n')) number += 1;
    if (piece === '\n') finish();
    else if (!piece.startsWith('%')) current += piece;
    else {
      const letter = piece.slice(1);
      if (table.has(letter) && table.get(letter) === undefined) unknown = `%${letter} is not known here`;
      current += table.get(letter) ?? '';
    }
  }
  finish();
  return lines;
}
