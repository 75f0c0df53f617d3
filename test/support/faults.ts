/** The faults that a day may bring, as a table: what the screen said meanwhile, and how soon all was well again. */

export interface Held {
  readonly fault: string;
  /** In the program's own words. */
  readonly said: string;
  /** From the end of the fault to the screen that shows it; undefined where nothing has to come back. */
  readonly backMs?: number | undefined;
  readonly intervalMs?: number | undefined;
}

/** Whoever is well again is on the screen within so many intervals. */
const mostIntervals = 2;
/** What painting, tmux and a busy machine add. */
const slackMs = 600;

/** What the issue asks for, in its order, and some more. */
export const scriptedFaults: readonly string[] = [
  'socket missing',
  'refused',
  'no permission',
  'half-open: all is sent, never closed',
  'silent',
  'byte by byte',
  'endless',
  '1 GB',
  'truncated',
  'truncated at every offset',
  'reset',
  'closed without a byte',
  'valid JSON of the wrong shape',
  'changing shape between polls',
  'clock of the host back an hour',
  'clock of the host forward a day',
  'clock of the target back an hour',
  'clock of the target forward a day',
  'counters that wrap',
  'counters that fall',
  'duplicate worker ids',
  'zero worker ids',
  '10,000 workers',
  'laptop suspended for hours',
  'DNS that fails, then works',
  'disk full',
  'EPIPE',
  'closed stdin',
  'terminal gone',
  'out of file descriptors',
  'resize storm',
  '1x1',
];

/** These need a real uWSGI. */
export const masterFaults: readonly string[] = [
  'master stopped',
  'master killed',
  'reloaded gracefully',
  'reloaded brutally',
  'restarted with other worker counts',
];

export class FaultMatrix {
  readonly #rows = new Map<string, Held>();

  /** Of a fault that has several forms the slowest return stands. */
  note(held: Held): void {
    const known = this.#rows.get(held.fault);
    if ((known?.backMs ?? -1) < (held.backMs ?? 0)) this.#rows.set(held.fault, held);
  }

  /** Those of the faults that nothing was noted of, or that lasted too long. */
  failing(faults: readonly string[]): readonly string[] {
    return faults.filter((fault) => {
      const held = this.#rows.get(fault);
      return held === undefined || !isInTime(held);
    });
  }

  /** A line for each of the faults, those that nothing was noted of among them. */
  table(faults: readonly string[]): string {
    const cells = faults.map((fault) => cellsOf(fault, this.#rows.get(fault)));
    const head = ['FAULT', 'THE SCREEN SAYS', 'BACK IN', 'RESULT'];
    const widths = head.map((_, column) =>
      Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)),
    );
    const line = (row: readonly string[]) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
    return [head, ...cells].map(line).join('\n');
  }
}

const longestSaid = 90;

function cellsOf(fault: string, held: Held | undefined): readonly string[] {
  if (held === undefined) return [fault, '', '', 'NOT HELD'];
  const { said, backMs, intervalMs } = held;
  const shown = said.length > longestSaid ? `${said.slice(0, longestSaid - 1)}…` : said;
  return [fault, shown, intervalsOf(backMs, intervalMs), isInTime(held) ? 'ok' : 'LATE'];
}

const intervalsOf = (backMs: number | undefined, intervalMs: number | undefined): string =>
  backMs === undefined || intervalMs === undefined ? '-' : `${(backMs / intervalMs).toFixed(1)} intervals`;

export const isInTime = ({ backMs, intervalMs }: Held): boolean =>
  backMs === undefined || intervalMs === undefined || backMs <= mostIntervals * intervalMs + slackMs;
