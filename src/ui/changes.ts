/**
 * What a terminal has to be sent so that it shows another picture, in as few bytes as may be: over a slow line they are
 * what a refresh costs. blessed itself goes to the beginning of each line first, jumps over each cell that stays, and
 * ends every colour before it begins the next.
 */
import type { BlessedCell, BlessedLine } from 'blessed';
import { blankAttribute, plainAttribute } from './packed';
import { rendition } from './rendition';

/** Brings what is `shown` up to the `lines`. */
export function changes(lines: readonly BlessedLine[], shown: readonly BlessedLine[]): string {
  const pen = new Pen();
  for (const [row, line] of lines.entries()) {
    if (line.dirty !== true) continue;
    line.dirty = false;
    const before = shown[row] ?? [];
    for (let column = 0; column < line.length; column++) {
      const cell = line[column];
      const known = before[column];
      if (cell === undefined || known === undefined || isSame(cell, known)) continue;
      known[0] = cell[0];
      known[1] = cell[1];
      pen.write(line, row, column);
    }
  }
  return pen.finish();
}

const isSame = (one: BlessedCell, other: BlessedCell) => one[0] === other[0] && one[1] === other[1];

/** To jump takes three bytes and more, to write once more what stands there one a cell. */
const longestRepeat = 4;

/** Where the terminal writes next, and how. */
class Pen {
  #sent = '';
  #row = -1;
  #column = 0;
  #attribute = plainAttribute;

  write(line: BlessedLine, row: number, column: number): void {
    if (row !== this.#row) this.#sent += `\x1b[${row + 1};${column + 1}H`;
    else if (column > this.#column) this.#skip(line, column);
    this.#row = row;
    this.#put(line[column]);
    this.#column = column + 1;
  }

  finish(): string {
    if (this.#attribute !== plainAttribute) this.#sent += rendition(this.#attribute, plainAttribute);
    return this.#sent;
  }

  #skip(line: BlessedLine, column: number): void {
    const width = column - this.#column;
    if (width <= longestRepeat && this.#isWrittenOnTheWay(line, column)) {
      for (const cell of line.slice(this.#column, column)) this.#put(cell);
    } else this.#sent += width === 1 ? '\x1b[C' : `\x1b[${width}C`;
  }

  /** In ASCII, and in no other attributes than those that are wanted before and behind. */
  #isWrittenOnTheWay(line: BlessedLine, column: number): boolean {
    let attribute = this.#attribute;
    const next = line[column]?.[0] ?? attribute;
    return line.slice(this.#column, column).every((cell) => {
      if (!looksRight(cell, attribute)) attribute = next;
      return looksRight(cell, attribute) && cell[1] <= '~';
    });
  }

  #put(cell: BlessedCell | undefined): void {
    if (cell === undefined) return;
    const [attribute, character] = cell;
    if (!looksRight(cell, this.#attribute)) {
      this.#sent += rendition(this.#attribute, attribute);
      this.#attribute = attribute;
    }
    this.#sent += character;
  }
}

/** Whether a cell can be written in an attribute: of a blank nobody sees the ink. */
const looksRight = ([own, character]: BlessedCell, attribute: number): boolean =>
  own === attribute || (character === ' ' && blankAttribute(own) === blankAttribute(attribute));
