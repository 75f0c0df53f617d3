/** A fleet in the terminal whose targets fall ill and get well, each watched in its own row. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultyTarget } from './fault-targets';
import type { FaultMatrix } from './faults';
import { fleetLines } from './fleet-screen';
import type { Terminal } from './terminal';

export type Row = Pick<FaultyTarget, 'name' | 'fault' | 'says'>;

const statesOn = (screen: string): ReadonlyMap<string, string> =>
  new Map(fleetLines(screen).map(({ name, state }) => [name, state]));

export function waitForStates(
  terminal: Terminal,
  rows: readonly Row[],
  wanted: RegExp,
  limitMs = 10_000,
): Promise<string> {
  return terminal.waitFor((screen) => {
    const states = statesOn(screen);
    return rows.every(({ name }) => wanted.test(states.get(name) ?? ''));
  }, limitMs);
}

/** Goes into each row, from the first of the fleet on, and comes back with what its banner says. */
export async function readBanners(
  terminal: Terminal,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>();
  for (const { name, says } of rows) {
    await terminal.send('Enter');
    const inside = (screen: string) => screen.split('\n')[0]?.includes(` ${name} `) === true;
    const screen = await terminal.waitFor((text) => inside(text) && says.test(bannerOf(text)));
    said.set(name, bannerOf(screen));
    await terminal.send('Escape');
    await terminal.waitFor((text) => fleetLines(text).length >= rows.length);
    await terminal.send('j');
  }
  return said;
}

/** What happened and what to try, in one line. */
export function bannerOf(screen: string): string {
  const lines = screen.split('\n');
  const at = lines.findIndex((line) => /^ (STALE|DOWN) /.test(line));
  if (at < 0) return '';
  const cause = (lines[at] ?? '').replace(/^ (STALE|DOWN) +/, '').replace(/ {2,}.*$/, '');
  const what = cause.replace(/; (numbers are|never answered).*$/, '');
  return `${what}; ${(lines[at + 1] ?? '').trim()}`;
}

export interface Return {
  readonly intervalMs: number;
  /** performance.now() when the targets were well again. */
  readonly sinceMs: number;
  readonly said: ReadonlyMap<string, string>;
}

/** Watches the rows until all of them are up, and notes of each how long that took. */
export async function noteReturns(
  terminal: Terminal,
  rows: readonly Row[],
  { matrix, intervalMs, sinceMs, said }: Return & { readonly matrix: FaultMatrix },
): Promise<void> {
  const waiting = new Map(rows.map((row) => [row.name, row]));
  const deadline = sinceMs + 10 * intervalMs;
  while (waiting.size > 0) {
    const states = statesOn(await terminal.screen());
    const backMs = performance.now() - sinceMs;
    for (const { name, fault } of waiting.values()) {
      if (states.get(name) !== 'up') continue;
      matrix.note({ fault, said: said.get(name) ?? '', backMs, intervalMs });
      waiting.delete(name);
    }
    if (performance.now() > deadline)
      throw new Error(`${[...waiting.keys()].join()} did not come back:\n${await terminal.screen()}`);
    await sleep(20);
  }
}
