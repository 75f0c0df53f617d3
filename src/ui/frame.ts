/**
 * A screen as data: lines of styled text, exactly as many cells as the terminal has, and the charts that lie on top.
 * Views make frames; the terminal paints them. Every character takes one cell.
 */
import type { Tone } from '../columns/column';
import type { Glyphs } from '../format/glyphs';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  readonly inverse?: boolean;
}

export type Line = readonly Span[];

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A curve on top of the lines; title and axes are text of the lines around it. */
export interface Plotted {
  readonly place: Rectangle;
  readonly tone: Tone;
  /** Oldest first, two a cell; undefined is a gap. */
  readonly values: readonly (number | undefined)[];
  /** The scale goes from 0 to this. */
  readonly most: number;
  /** Limits, dotted across on the same scale. */
  readonly levels?: readonly number[] | undefined;
  /** A straight line that ends at the newest value; `cells` is how far it goes back. */
  readonly trend?: { readonly cells: number; readonly from: number; readonly to: number } | undefined;
}

export interface Frame {
  readonly lines: readonly Line[];
  readonly charts: readonly Plotted[];
  readonly page: Page;
}

/** What keys and clicks need to know of the table or text on the screen. */
export interface Page {
  /** Rows of the table, or lines of the text, that there is room for. */
  readonly rows: number;
  /** Lines of a page of text; 0 of a table. */
  readonly textLines: number;
  /** Of a table: the line of the screen that its first row is on, and which of the rows that is. */
  readonly table?: { readonly line: number; readonly first: number } | undefined;
  /** Ids of the columns that are in sight. */
  readonly columns?: readonly string[] | undefined;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export const text = (content: string, tone: Tone = 'plain'): Span => ({ text: content, tone });

export const lineLength = (line: Line) => line.reduce((sum, span) => sum + span.text.length, 0);

/** Cut with an ellipsis, or filled up with blanks, to exactly `width` cells. */
export function fit(content: string, width: number, align: 'left' | 'right', glyphs: Glyphs): string {
  if (width <= 0) return '';
  if (content.length > width) return content.slice(0, width - 1) + glyphs.ellipsis;
  return align === 'left' ? content.padEnd(width) : content.padStart(width);
}

/** The same, but what is cut is the beginning: of paths the end tells them apart. */
export const fitEnd = (content: string, width: number, glyphs: Glyphs): string =>
  content.length > width
    ? glyphs.ellipsis + content.slice(content.length - width + 1)
    : fit(content, width, 'left', glyphs);

/** The same for a line of spans; what is behind the edge is gone. */
function fitLine(line: Line, width: number): Line {
  const fitted: Span[] = [];
  let left = width;
  for (const span of line) {
    if (left <= 0) break;
    fitted.push(span.text.length > left ? { ...span, text: span.text.slice(0, left) } : span);
    left -= span.text.length;
  }
  return left > 0 ? [...fitted, text(' '.repeat(left))] : fitted;
}

/** A line that is longer than the screen ends in an ellipsis: what is missing can be seen to be missing. */
export function cutLine(line: Line, width: number, glyphs: Glyphs): Line {
  return lineLength(line) <= width ? line : [...fitLine(line, width - 1), text(glyphs.ellipsis, 'dim')];
}

/** `left` from the left edge, `right` to the right edge as far as there is room. */
export function spread(left: Line, right: Line, width: number): Line {
  const gap = width - lineLength(left) - lineLength(right);
  return gap >= 1 ? [...left, text(' '.repeat(gap)), ...right] : fitLine(left, width);
}
