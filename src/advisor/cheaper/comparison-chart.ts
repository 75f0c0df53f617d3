/** Active workers over time, today's and the proposal's, one under the other on one scale. */

import { duration } from '../../format/quantity';
import { levelGlyph, type Glyphs } from '../../format/glyphs';
import type { Comparison } from './compare';

export interface ChartStyle {
  readonly width: number;
  readonly glyphs: Glyphs;
}

const rows = 4;
const least = 10;

/** Nothing where there is no room, or nothing to draw. */
export function chartLines(comparison: Comparison, { width, glyphs }: ChartStyle): string[] {
  const { todayWorkers, proposalWorkers, seconds } = comparison;
  const top = Math.max(most(todayWorkers), most(proposalWorkers));
  const labelWidth = String(top).length;
  const columns = width - labelWidth - 2;
  if (columns < least || top === 0) return [];
  const draw = (workers: readonly number[]): string[] => {
    const shares = columnsOf(workers, columns).map((value) => value / top);
    return Array.from({ length: rows }, (_, row) => {
      const label = row === 0 ? String(top) : '';
      const cells = shares.map((share) => cell(glyphs, share * rows - (rows - 1 - row))).join('');
      return `${label.padStart(labelWidth)} ${glyphs.ascii ? '|' : '│'}${cells}`.trimEnd();
    });
  };
  const axis = `${'0'.padStart(labelWidth)} ${glyphs.ascii ? '+' : '└'}${glyphs.axis.repeat(columns)}`;
  const end = duration(seconds);
  const times = `${' '.repeat(labelWidth + 2)}0s${end.padStart(columns - 2)}`;
  return [
    'active workers, today',
    ...draw(todayWorkers),
    axis,
    'active workers, proposal',
    ...draw(proposalWorkers),
    axis,
    times,
  ];
}

/** Of one row: how much of it is filled; below it nothing is drawn. */
const cell = (glyphs: Glyphs, share: number): string =>
  share <= 0 ? ' ' : levelGlyph(glyphs, Math.min(1, share));

/** The most in each column: a short peak is worth seeing. Short timelines are stretched. */
function columnsOf(workers: readonly number[], columns: number): number[] {
  const perColumn = workers.length / columns;
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor(column * perColumn);
    const to = Math.max(from + 1, Math.floor((column + 1) * perColumn));
    return most(workers.slice(from, to));
  });
}

const most = (workers: readonly number[]): number =>
  workers.reduce((highest, value) => Math.max(highest, value), 0);
