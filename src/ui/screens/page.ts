/** Lines of any number as many as there is room for: cut, filled up, or scrolled. */
import type { Frame, Line } from '../frame';
import type { Scene } from '../scene';
import { activeTable } from '../active-table';
import { footerLine } from './title';

export function padded(lines: readonly Line[], height: number): Line[] {
  return Array.from({ length: height }, (_, index) => lines[index] ?? []);
}

/** A page of text below a head, from the line that the user scrolled to. */
export const scrolled = (scene: Scene, head: readonly Line[], content: readonly Line[]): Frame =>
  scrolledLines(scene, head, { length: content.length, at: (index) => content[index] ?? [] });

/** The same of a text whose lines are made only where they are in sight. */
export function scrolledLines(
  scene: Scene,
  head: readonly Line[],
  content: { readonly length: number; readonly at: (index: number) => Line },
): Frame {
  const height = Math.max(1, scene.size.rows - head.length - 1);
  const lowest = Math.max(0, content.length - height);
  const top = Math.min(scene.ui.tables[activeTable(scene.ui)].top, lowest);
  const shown = Array.from({ length: height }, (_, index) =>
    top + index < content.length ? content.at(top + index) : [],
  );
  const reached = Math.min(top + height, content.length);
  const position = lowest === 0 ? '' : `${top + 1}-${reached} of ${content.length}`;
  return {
    lines: [...head, ...shown, footerLine(scene, position)],
    charts: [],
    page: { rows: height, textLines: content.length },
  };
}
