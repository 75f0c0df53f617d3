/** What one ssh has said on its standard error: the last of it, and which polls were refused at the far end. */
import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import { isRefusal, linesOf } from './ssh-failure';

/** A server may send a banner of any length before the words that matter. */
const keptLines = 50;
const longestLine = 1000;
/** As many as a host may have targets. */
const keptRefusals = 5000;

interface Refusal {
  readonly line: string;
  readonly atMs: number;
}

export class SshWords {
  #lines: string[] = [];
  /** Those that no poll has taken for its own. */
  #refusals: Refusal[] = [];
  #rest = '';

  constructor(output: Readable) {
    output.setEncoding('utf8');
    output.on('data', (text: string) => {
      const [complete, rest] = splitAtLastLine(this.#rest + text);
      this.#rest = rest.slice(-longestLine);
      this.#note(linesOf(complete));
    });
    output.on('end', () => {
      this.#note(linesOf(this.#rest));
    });
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /**
   * The oldest refusal since then. ssh does not say of which target it speaks, but it speaks before it closes the
   * connection: the polls that were refused take the lines in their turn.
   */
  takeRefusal(sinceMs: number): string | undefined {
    this.#refusals = this.#refusals.filter(({ atMs }) => atMs >= sinceMs);
    return this.#refusals.shift()?.line;
  }

  #note(lines: readonly string[]): void {
    const atMs = performance.now();
    this.#lines = [...this.#lines, ...lines.filter((line) => !isRefusal(line))].slice(-keptLines);
    const refusals = lines.filter(isRefusal).map((line) => ({ line, atMs }));
    this.#refusals = [...this.#refusals, ...refusals].slice(-keptRefusals);
  }
}

function splitAtLastLine(text: string): [string, string] {
  const end = text.lastIndexOf('\n') + 1;
  return [text.slice(0, end), text.slice(end)];
}
