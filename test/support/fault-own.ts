/** What happens to the program itself: a clock that is set, a laptop that sleeps, no file descriptors, a restless window. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectSane, isSound } from './fault-fleet';
import { wishIn } from './fault-wishes';
import { isInTime } from './faults';
import { openRecording } from '../../src/recording/open';
import type { Terminal } from './terminal';
import { large, small } from './uwtop';

/** A fleet of which this row has its rates. */
export interface Scene {
  readonly terminal: Terminal;
  readonly name: string;
  readonly folder: string;
}

export interface OwnFault {
  readonly fault: string;
  /** Resolves with what the screen says meanwhile. */
  readonly begin: (scene: Scene) => Promise<string>;
  readonly end: (scene: Scene) => Promise<void> | void;
}

export const ownIntervalMs = 500;
/** For so long after the fault every picture is looked at. */
const watchedMs = 4 * ownIntervalMs;

/** When the screen went on and the row had its rates for good, counted from now. */
export async function backAfter({ terminal, name }: Scene): Promise<number> {
  const sinceMs = performance.now();
  const frozen = await terminal.screen();
  let [backMs, elapsedMs, hasMoved] = [0, 0, false];
  while (elapsedMs < watchedMs) {
    const screen = await terminal.screen();
    expectSane(screen);
    elapsedMs = performance.now() - sinceMs;
    hasMoved ||= screen !== frozen;
    if (!hasMoved || !isSound(screen, name)) backMs = elapsedMs;
    await sleep(30);
  }
  return backMs;
}

const clockOf = (screen: string): string | undefined =>
  /\d\d:\d\d:\d\d/.exec(screen.split('\n')[0] ?? '')?.[0];

const hourMs = 3_600_000;

/** The numbers of the fleet go on as if nothing had happened: rates come from a clock that nobody sets. */
const clockSet = (fault: string, shiftMs: number): OwnFault => ({
  fault,
  begin: async (scene) => {
    wishIn(scene.folder, { shiftMs });
    // The clock of the title is set with it; the rates stay.
    const backMs = await backAfter(scene);
    if (!isInTime({ fault, said: '', backMs, intervalMs: ownIntervalMs }))
      throw new Error(`the rates were gone for ${backMs} ms`);
    return summaryOf(await scene.terminal.screen());
  },
  end: ({ folder }) => wishIn(folder, {}),
});

const summaryOf = (screen: string): string =>
  `${clockOf(screen) ?? ''} ${screen.split('\n')[1]?.trim() ?? ''}`
    .replace(/ {2,}/g, ' ')
    .replace(/ (?:worst first|as named)$/, '');

/** Where all of it is recorded, from the start on. */
export const recordingIn = (folder: string): string => join(folder, 'day.ndjson');

export const ownFaults: readonly OwnFault[] = [
  {
    fault: 'disk full',
    begin: async ({ terminal, folder }) => {
      expect(await terminal.screen()).toMatch(/ REC \d/);
      // The kernel refuses to write, as it does where no block is free.
      await limit(terminal, `--fsize=${statSync(recordingIn(folder)).size + 100}:`);
      const screen = await terminal.waitFor(/RECORDING STOPPED: the file may not become larger/);
      expect(screen).not.toMatch(/ REC \d/);
      return lineWith(screen, 'RECORDING STOPPED').trim();
    },
    end: async ({ terminal, folder }) => {
      await limit(terminal, `--fsize=${usualLimit('file size')}:`);
      // What it has can be read, to its last line.
      const recording = await openRecording([recordingIn(folder)]);
      expect(await recording.end()).toBeGreaterThan(recording.header.startedMs);
      expect(recording.damages).toEqual([]);
    },
  },
  clockSet('clock of the host back an hour', -hourMs),
  clockSet('clock of the host forward a day', 24 * hourMs),
  {
    fault: 'laptop suspended for hours',
    begin: async ({ terminal, folder }) => {
      await terminal.signal('SIGSTOP');
      wishIn(folder, { shiftMs: 8 * hourMs });
      await sleep(4 * ownIntervalMs);
      return '(it sleeps, too)';
    },
    end: ({ terminal }) => terminal.signal('SIGCONT'),
  },
  {
    fault: 'out of file descriptors',
    begin: async ({ terminal }) => {
      await limit(terminal, '--nofile=5:');
      const screen = await terminal.waitFor(/no file descriptor is left.*raise the limit/);
      return lineWith(screen, 'no file descriptor')
        .replace(/^.*?: |[;,] numbers are \d+s old/g, '')
        .trim();
    },
    end: async ({ terminal }) => limit(terminal, `--nofile=${usualLimit('open files')}:`),
  },
  {
    fault: 'resize storm',
    begin: async ({ terminal }) => {
      for (let turn = 0; turn < 40; turn += 1)
        await terminal.resize(20 + ((turn * 37) % 180), 3 + ((turn * 17) % 57));
      await terminal.resize(40, 10);
      return lineWith(await terminal.waitFor(/40x10/), '40x10').trim();
    },
    end: ({ terminal }) => terminal.resize(large.columns, large.rows),
  },
  {
    fault: '1x1',
    begin: async ({ terminal }) => {
      await terminal.resize(1, 1);
      await sleep(2 * ownIntervalMs);
      return (await terminal.screen()).trim();
    },
    end: ({ terminal }) => terminal.resize(small.columns, small.rows),
  },
];

const lineWith = (screen: string, text: string): string =>
  screen.split('\n').find((line) => line.includes(text)) ?? '';

/** As a program has it that nobody has limited. */
const usualLimit = (name: string): string =>
  new RegExp(`^Max ${name} +(\\w+)`, 'm').exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 'unlimited';

/** The soft limit alone: anybody may raise it again. */
async function limit(terminal: Terminal, wanted: string): Promise<void> {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(await terminal.pid()), wanted]);
  if (status !== 0) throw new Error(stderr.toString());
}
