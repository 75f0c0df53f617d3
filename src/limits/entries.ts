/** What the four file formats of uWSGI have in common once they are read. */

/** One line of a file after its magic variables were put in. */
export interface Line {
  readonly text: string;
  /** In the file; a `%` at the end of a line swallows the line break, so lines may be missing. */
  readonly number: number;
  /** Set: a magic variable of this line is not known, and which. */
  readonly unknown?: string;
}

export interface Entry {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly unknown?: string;
}

export interface Remark {
  readonly line: number;
  readonly text: string;
}

export interface ParsedFile {
  readonly entries: readonly Entry[];
  /** What uWSGI passes over in silence and a person would want to know. */
  readonly remarks: readonly Remark[];
  /** Set: the entries are not all that is in the file, or none of it, and why. */
  readonly gap?: Remark;
}

/** The lines as one text, and the way back from a place in it to its line. */
export class JoinedLines {
  readonly text: string;
  readonly #lines: readonly Line[];
  #index = 0;
  #end: number;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    this.text = lines.map(({ text }) => text).join('\n');
    this.#end = lines[0]?.text.length ?? 0;
  }

  /** Places have to be asked for in their order, so that a file of many lines is walked once. */
  lineAt(offset: number): Line {
    while (offset > this.#end && this.#index < this.#lines.length - 1) {
      this.#index += 1;
      this.#end += 1 + (this.#lines[this.#index]?.text.length ?? 0);
    }
    return this.#lines[this.#index] ?? { text: '', number: 1 };
  }
}

export const entryOf = (key: string, value: string, { number, unknown }: Line): Entry =>
  unknown === undefined ? { key, value, line: number } : { key, value, line: number, unknown };
