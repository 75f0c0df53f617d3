/** What is wrong with a configuration file, each with its line. */
import { excerpt } from '../format/text';

export interface ConfigProblem {
  readonly file: string;
  /** Absent where the file as a whole is meant. */
  readonly line?: number;
  readonly text: string;
}

/** 'config.yaml line 7: unknown key `harakri` in limits; did you mean `harakiri`?' */
export const describeProblem = ({ file, line, text }: ConfigProblem): string =>
  `${excerpt(file, 200)}${line === undefined ? '' : ` line ${line}`}: ${text}`;

/** More of them helps nobody, and looking for the nearest name of each would take its time. */
export const mostProblems = 50;

/** Collects them in whatever order they are found. */
export class Problems {
  readonly #file: string;
  readonly #found: { readonly line: number; readonly text: string }[] = [];
  #untold = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  /** @param text asked for only when it is told */
  add(line: number, text: () => string): void {
    if (this.#found.length < mostProblems) this.#found.push({ line, text: text() });
    else this.#untold += 1;
  }

  /** In the order of the file. */
  list(): readonly ConfigProblem[] {
    const ordered = this.#found
      .toSorted((one, other) => one.line - other.line)
      .map((problem) => ({ file: this.#file, ...problem }));
    const rest = { file: this.#file, text: `${this.#untold} more problems are not listed` };
    return this.#untold === 0 ? ordered : [...ordered, rest];
  }
}
