/** Whatever stands in a field that uWSGI passes through: a character a cell, columns in their places, nothing that acts. */
import type { Line } from '../../src/ui/frame';
import { hasMenu } from '../../src/ui/screens/menus';
import { type HostileName, hostileTexts } from '../support/hostile-texts';
import { frameProblems } from './frame-problems';
import { hostileSituation } from './hostile-fleet';
import { frameOf, linesOf, press, screen, type Session, sit, type } from './scenes';

/** From each of them to everything that can be seen there. */
const ways = [
  '1',
  'o',
  's',
  'e',
  'e down down',
  'e end',
  '?',
  ...['enter', 'down enter'].flatMap((inside) => [
    inside,
    `${inside} a`,
    `${inside} a a`,
    `${inside} s`,
    `${inside} o`,
    `${inside} x`,
    `${inside} enter`,
    `${inside} enter v`,
    `${inside} enter v end`,
    `${inside} enter right`,
    `${inside} enter end`,
    `${inside} 5`,
    `${inside} 5 pagedown`,
    `${inside} 5 end`,
  ]),
  'down down enter',
  'down down 5',
  'down down down enter',
  'down down down 5',
  'end enter',
  'end 5',
  'y',
  'down enter y',
  'space',
];

const terminals = [
  { columns: 60, rows: 15, ascii: false },
  { columns: 80, rows: 24, ascii: true },
  { columns: 120, rows: 60, ascii: false },
  { columns: 210, rows: 70, ascii: false },
];

const names = Object.keys(hostileTexts) as HostileName[];

describe.each(names)('%s', (name) => {
  const situation = hostileSituation(hostileTexts[name]);
  const at = (change: Partial<Session> = {}) => sit(situation.fleet, { ...situation, atMs: 4000, ...change });

  test.each(terminals)('on every screen of $columns x $rows', ({ columns, rows, ascii }) => {
    const size = { columns, rows };
    for (const keys of ways) {
      const session = press(at({ size, ascii }), keys);
      const frame = frameOf(session);
      const problems = [
        ...frameProblems(frame, { size, ascii, menu: hasMenu(session.ui) }),
        ...brokenTables(frame.lines.slice(0, -1)),
      ];
      expect({ keys, problems }).toEqual({ keys, problems: [] });
    }
  });

  test('to somebody who asked to see secrets', () => {
    for (const keys of ['enter enter', 'enter enter v', 'down enter enter v end']) {
      const session = press(at({ showSecrets: true, size: { columns: 120, rows: 60 } }), keys);
      expect(frameProblems(frameOf(session), session)).toEqual([]);
    }
  });

  test('typed as a filter', () => {
    for (const keys of ['1', 'enter', 'e', 'enter 5']) {
      const typed = type(press(at(), `${keys} /`), hostileTexts[name].slice(0, 80).replaceAll(' ', ''));
      for (const session of [typed, press(typed, 'enter')])
        expect(frameProblems(frameOf(session), session)).toEqual([]);
    }
  });
});

test('the numbers of every screen stand where they stand beside plain text', () => {
  const places = (text: string, keys: string) => {
    const situation = hostileSituation(text);
    const size = { columns: 210, rows: 70 };
    const lines = screen(press(sit(situation.fleet, { ...situation, atMs: 4000, size }), keys));
    return lines.map((line) =>
      [...line.matchAll(/(?<= )\d[\d.]*[KMGsk%]?(?= |$)/g)].map(({ index }) => index),
    );
  };
  // As many cells as the plain one: what is beside it is not pushed.
  for (const text of ['漢字カナ한', '{b}/x', '\u001b[2Jx', 'a\tb\nc', '👍👎👏☕★'])
    for (const keys of ['1', 'enter', 'enter a', 'down down enter', 'down down down enter', 'enter 5'])
      expect({ text, keys, places: places(text, keys) }).toEqual({
        text,
        keys,
        places: places('plain', keys),
      });
});

test('what is harmless can be read as it is', () => {
  const said = (text: string) => {
    const situation = hostileSituation(text);
    const session = sit(situation.fleet, { ...situation, atMs: 4000, size: { columns: 210, rows: 70 } });
    return ['1', 'enter', 'enter enter v', 'enter 5', 'e', 'down down enter', 'down down down enter'].map(
      (keys) => {
        return linesOf(frameOf(press(session, keys))).join('\n');
      },
    );
  };
  for (const text of ['{bold}x{/}', 'größe', 'привет'])
    for (const shown of said(text)) expect(shown).toContain(text);
});

/**
 * Of tables without a cursor: below a header, which is all labels, each line up to the next blank one is cut into the same
 * columns, or is a sentence.
 */
function brokenTables(lines: readonly Line[]): string[] {
  let header: readonly number[] | undefined;
  return lines.flatMap((line) => {
    const edges = edgesOf(line);
    if (isHeader(line)) header = edges;
    else if (line.every(({ text }) => text.trim() === '')) header = undefined;
    else if (header !== undefined && line.length > 2 && edges.join() !== header.join())
      return [`columns at ${edges.join()} below a header at ${header.join()}`];
    return [];
  });
}

const isHeader = (line: Line): boolean =>
  line.length > 4 &&
  line.every(({ tone = 'plain', text, inverse }, index) => {
    return inverse !== true && (index % 2 === 0 ? text === ' ' : tone === 'label' && /^[A-Z /]+$/.test(text));
  });

function edgesOf(line: Line): number[] {
  let at = 0;
  return line.map(({ text }) => (at += text.length));
}
