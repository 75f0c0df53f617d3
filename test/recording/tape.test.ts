/** Forth and back, a tape shows at each moment what a fold from the beginning shows. */
import * as fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import { momentOf } from '../../src/recording/moments';
import { openRecording } from '../../src/recording/open';
import { Player } from '../../src/recording/player';
import type { PlayerOptions } from '../../src/recording/playing';
import { Tape } from '../../src/recording/tape';
import { reportOf } from '../../src/output/report';
import { epochMs } from '../support/documents';
import { label } from '../ui/scenes';
import { folderOfThisFile, linesOf, observed } from './recorded';

const at = folderOfThisFile();
const names = ['batch', 'ledger'];
const seconds = 200;
const live = observed(seconds, names);

const told = (situation: Situation): string =>
  JSON.stringify(reportOf(situation, { wallMs: 0, intervalMs: 1000 }));

/** After each second. */
const expected: string[] = [];
beforeAll(() => {
  writeFileSync(at('a.ndjson'), linesOf(live, names).join(''));
  let situation = createSituation(names.map(label));
  live.forEach((observation, index) => {
    situation = note(situation, observation, defaultSettings).situation;
    if (index % names.length === names.length - 1) expected.push(told(situation));
  });
});

const openTape = async () => Tape.open(await openRecording([at('a.ndjson')]), defaultSettings);
const always = () => Promise.resolve(true);

test('wherever it is wound to', async () => {
  const tape = await openTape();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: seconds }), async (second) => {
      await tape.seek(second * 1000 + 500, always);
      expect(tape.moment.atMs).toBe(second * 1000);
      expect(told(tape.moment.situation)).toBe(expected[second - 1]);
    }),
    { numRuns: 15 },
  );
  await tape.close();
});

describe('a player', () => {
  const said: string[] = [];
  let player: Player;
  let realMs = 0;
  afterEach(() => {
    player.stop();
    said.length = 0;
  });

  async function play(change: Partial<PlayerOptions> = {}, from?: string): Promise<void> {
    player = new Player({
      tape: await openTape(),
      speed: 1,
      isPaused: true,
      end: Promise.resolve(epochMs + seconds * 1000),
      now: () => realMs,
      onShow: () => undefined,
      onChange: () => undefined,
      say: (sentence) => said.push(sentence),
      ...change,
    });
    await player.start(from);
  }

  /** Seconds since the first round, when all that was asked for is done. */
  const elapsed = async (): Promise<number> => {
    await player.settled();
    return player.state.elapsedMs / 1000;
  };

  test('steps, leaps and goes to times that are typed', async () => {
    await play({}, '+30s');
    expect(await elapsed()).toBe(30);
    player.perform('step');
    expect(await elapsed()).toBe(31);
    player.perform('step-back');
    player.perform('step-back');
    expect(await elapsed()).toBe(29);
    player.perform('seek-forward');
    expect(await elapsed()).toBe(39);
    player.perform('leap-forward');
    expect(await elapsed()).toBe(seconds - 1);
    player.seek('50%');
    expect(await elapsed()).toBe(99);
    player.seek('-1m');
    expect(await elapsed()).toBe(39);
    player.perform('leap-back');
    expect(await elapsed()).toBe(0);
    player.seek('noon');
    expect(await elapsed()).toBe(0);
    expect(said).toEqual([expect.stringMatching(/^no such time: write 14:03/)]);
  });

  test('goes to events, and back to them', async () => {
    await play();
    const stops: number[] = [];
    for (let event = 0; event < 4; event++) {
      player.perform('next-event');
      stops.push(await elapsed());
    }
    expect(stops).toEqual([...new Set(stops)].sort((one, other) => one - other));
    for (const stop of stops.slice(0, -1).reverse()) {
      player.perform('previous-event');
      expect(await elapsed()).toBe(stop);
    }
  });

  test('plays as fast as is said, and stops at the end', async () => {
    await play({ isPaused: false, speed: 50 });
    for (let tick = 0; tick < 100 && !player.state.isPaused; tick++) {
      realMs += 50;
      const before = player.state.elapsedMs;
      await player.tick();
      const after = player.state;
      if (!after.isPaused) expect(after.elapsedMs - before).toBeCloseTo(2500, 6);
    }
    expect(await elapsed()).toBe(seconds - 1);
    expect(said).toEqual(['this is the end of the recording']);
    player.perform('speed-up');
    expect(player.state.speed).toBe(100);
    player.perform('speed-down');
    player.perform('speed-down');
    expect(player.state.speed).toBe(20);
  });
});

describe('a time as it is typed', () => {
  const startMs = new Date(2026, 4, 1, 23, 30).getTime();
  const timeline = { startMs, endMs: startMs + 7_200_000, nowMs: startMs + 600_000 };
  const minutes = (written: string): number | undefined => {
    const ms = momentOf(written, timeline);
    return ms === undefined ? undefined : (ms - startMs) / 60_000;
  };

  test.each([
    ['23:45', 15],
    ['00:10', 40],
    ['23:30:30', 0.5],
    ['22:00', -90],
    ['+5m', 15],
    ['-30s', 9.5],
    ['+10', 10 + 10 / 60],
    ['50%', 60],
    ['2026-05-02T00:30', 60],
    ['2026-05-02', 30],
    ['later', undefined],
    ['', undefined],
    ['5', undefined],
  ])('%s', (written, expectedMinutes) => {
    if (expectedMinutes === undefined) expect(minutes(written)).toBeUndefined();
    else expect(minutes(written)).toBeCloseTo(expectedMinutes, 9);
  });
});
