/** A fleet in the terminal whose targets fall ill and get well, each watched in its own row. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { soundRate } from './fault-oddities';
import type { FaultyTarget } from './fault-targets';
import { hooksIn } from './fault-wishes';
import type { FaultMatrix } from './faults';
import { fleetLines } from './fleet-screen';
import { readNumber, readTable } from './screen';
import type { Terminal } from './terminal';
import { large, type Size, uwtop, withTerminal } from './uwtop';

export const intervalMs = 1000;

/** Root may open every socket; without these rights it is a user like others. */
const rights = '-dac_override,-dac_read_search';
const asUser =
  process.getuid?.() === 0 ? ['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`] : [];

export interface FleetRequest {
  readonly targets: readonly Pick<FaultyTarget, 'name' | 'address'>[];
  /** Where the file lies that fault-hooks.cjs reads. */
  readonly folder: string;
  readonly words?: readonly string[];
  readonly size?: Size;
}

/** The program in front of them, in their order; at the end it still obeys. */
export async function withFleet(
  { targets, folder, words = [], size = large }: FleetRequest,
  use: (terminal: Terminal) => Promise<void>,
): Promise<void> {
  const named = targets.map(({ name, address }) => `${name}=${address}`);
  const seconds = String(intervalMs / 1000);
  const command = [...asUser, ...uwtop(...named, '-i', seconds, '--timeout', '1.2', ...words)];
  await withTerminal({ ...size, command, env: hooksIn(folder) }, async (terminal) => {
    await use(terminal);
    await terminal.send('q');
    expect(await terminal.waitForExit()).toBe(0);
  });
}

export type Row = Pick<FaultyTarget, 'name' | 'fault' | 'says'>;
export type IsWell = (screen: string, name: string) => boolean;

const stateOn = (screen: string, name: string): string | undefined =>
  fleetLines(screen).find((line) => line.name === name)?.state;

export const isUp: IsWell = (screen, name) => stateOn(screen, name) === 'up';
export const isAway: IsWell = (screen, name) => /^(stale|down)$/.test(stateOn(screen, name) ?? '');

/** Half of its workers busy and a true rate, or none: that needs two answers. */
export const isRight: IsWell = (screen, name) => {
  if (!isUp(screen, name)) return false;
  const row = readTable(screen).rows.find((one) => one.cell('INSTANCE') === name);
  const rate = readNumber(row?.cell('REQ/S') ?? '') ?? soundRate;
  return row !== undefined && / 1\/2 /.test(row.line) && rate > soundRate / 2 && rate < 2 * soundRate;
};

export const isSound: IsWell = (screen, name) =>
  isRight(screen, name) &&
  readTable(screen).rows.some((row) => row.cell('INSTANCE') === name && row.cell('REQ/S') !== '-');

export const waitForAll = (terminal: Terminal, rows: readonly Row[], isSo: IsWell): Promise<string> =>
  terminal.waitFor((screen) => rows.every(({ name }) => isSo(screen, name)));

/** Goes into each row, from the first of the fleet on, and comes back with what `read` finds there. */
export async function readInside(
  terminal: Terminal,
  rows: readonly Row[],
  read: (screen: string, row: Row) => string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>();
  await terminal.send('g');
  for (const row of rows) {
    await terminal.send('Enter');
    const screen = await terminal.waitFor(
      (text) => text.split('\n')[0]?.includes(` ${row.name} `) === true && read(text, row) !== undefined,
    );
    said.set(row.name, read(screen, row) ?? '');
    await terminal.send('Escape');
    await terminal.waitFor((text) => fleetLines(text).length >= rows.length);
    await terminal.send('j');
  }
  return said;
}

/** What happened and what to try, in one line; undefined where it is not that. */
export function readBanner(screen: string, { says }: Pick<Row, 'says'>): string | undefined {
  const lines = screen.split('\n');
  const at = lines.findIndex((line) => /^ (STALE|DOWN) /.test(line));
  const cause = (lines[at] ?? '').replace(/^ (STALE|DOWN) +/, '').replace(/ {2,}.*$/, '');
  const what = cause.replace(/; (numbers are|never answered).*$/, '');
  const banner = `${what}; ${(lines[at + 1] ?? '').trim()}`;
  return at >= 0 && says.test(banner) ? banner : undefined;
}

/** No number that nobody has reckoned, none below nothing, none that no machine can do. Charts begin at -1m. */
const nonsense = /NaN|undefined|Infinity|\[object|(?<= )-\d+(?:\.\d+)?(?![\d.]*[mh] )|\d[TPE]\b/;

export function expectSane(screen: string): void {
  const [found] = nonsense.exec(screen) ?? [];
  if (found !== undefined) throw new Error(`${found} cannot be:\n${screen}`);
}

export interface Return {
  readonly matrix: FaultMatrix;
  /** performance.now() when the targets were well again. */
  readonly sinceMs: number;
  readonly said: ReadonlyMap<string, string>;
  readonly isWell: IsWell;
}

/** Watches the rows until all of them are well, and notes of each how long that took. */
export async function noteReturns(
  terminal: Terminal,
  rows: readonly Row[],
  { matrix, sinceMs, said, isWell }: Return,
): Promise<void> {
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const screen = await terminal.screen();
    const backMs = performance.now() - sinceMs;
    for (const { name, fault } of waiting.values()) {
      if (!isWell(screen, name)) continue;
      matrix.note({ fault, said: said.get(name) ?? '', backMs, intervalMs });
      waiting.delete(name);
    }
    if (backMs > 10 * intervalMs)
      throw new Error(`${[...waiting.keys()].join()} did not come back:\n${screen}`);
    await sleep(20);
  }
}
