/** Menus, painted over the right of a table: by which column to sort, and which columns to show. */
import { fit, type Line, type Span, text } from '../frame';
import type { Scene } from '../scene';
import { activeColumns, activeTable, choosableColumns } from '../active-table';
import type { UiState } from '../state';

const menuWidth = 24;

interface Menu {
  readonly title: string;
  readonly entries: readonly string[];
  readonly at: number;
}

export const hasMenu = ({ sortMenu, chooser }: UiState): boolean => (sortMenu ?? chooser) !== undefined;

/** @param shown titles of the columns that the table has room for */
export function withMenu(lines: readonly Line[], scene: Scene, { top, shown }: TableSight): Line[] {
  const menu = menuOf(scene, shown);
  if (menu === undefined) return [...lines];
  const { size, glyphs } = scene;
  const width = Math.min(menuWidth, size.columns);
  const room = Math.max(1, size.rows - top - 2);
  const first = Math.min(Math.max(0, menu.at - room + 1), Math.max(0, menu.entries.length - room));
  const painted: Line[] = [
    [{ text: fit(` ${menu.title}`, width, 'left', glyphs), tone: 'strong', inverse: true }],
    ...menu.entries
      .slice(first, first + room)
      .map((entry, index): Line => [
        { text: fit(` ${entry}`, width, 'left', glyphs), inverse: first + index === menu.at },
      ]),
  ];
  return lines.map((line, row) => {
    const entry = painted[row - top];
    return entry === undefined ? line : overlay(line, entry, size.columns - width);
  });
}

/** What a menu has to know of the table that it lies on. */
export interface TableSight {
  /** Line of the table's header. */
  readonly top: number;
  /** Ids of the columns that are in sight. */
  readonly shown: readonly string[];
}

function menuOf(scene: Scene, shown: readonly string[]): Menu | undefined {
  const { ui } = scene;
  if (ui.sortMenu !== undefined) {
    const entries = activeColumns(scene, ui).map(({ title }) => ` ${title}`);
    return { title: 'Sort by', entries, at: ui.sortMenu };
  }
  if (ui.chooser === undefined) return undefined;
  const wanted = ui.tables[activeTable(ui)].columns;
  const entries = choosableColumns(ui).map(({ id, title }) => {
    const isWanted = wanted === undefined ? shown.includes(id) : wanted.includes(id);
    const mark = isWanted ? (shown.includes(id) ? 'x' : '-') : ' ';
    return `[${mark}] ${title}`;
  });
  return { title: 'Columns  d: what fits', entries, at: ui.chooser };
}

function overlay(line: Line, over: Line, column: number): Line {
  const kept: Span[] = [];
  let left = column;
  for (const span of line) {
    if (left <= 0) break;
    kept.push({ ...span, text: span.text.slice(0, left) });
    left -= Math.min(left, span.text.length);
  }
  return [...kept, text(' '.repeat(left)), ...over];
}
