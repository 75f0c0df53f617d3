/** The worst days of an operator: whatever happens, the screen says what it is, goes on, and is right again by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutAtEveryOffset, huge, peakMegabytes, shortDocument } from '../support/fault-answers';
import { endingFaults } from '../support/fault-ends';
import {
  expectSane,
  intervalMs,
  isAway,
  isRight,
  isSound,
  isUp,
  noteReturns,
  readBanner,
  readInside,
  waitForAll,
  withFleet,
} from '../support/fault-fleet';
import { type FaultyMaster, faultyMasters } from '../support/fault-masters';
import { oddTargets, soundTarget } from '../support/fault-oddities';
import { backAfter, ownFaults, ownIntervalMs, recordingIn } from '../support/fault-own';
import { illTargets, placedTargets, wellDocument } from '../support/fault-targets';
import { wishIn } from '../support/fault-wishes';
import { FaultMatrix, masterFaults, scriptedFaults } from '../support/faults';
import { describeWithUwsgi, findUwsgi } from '../support/requirements';
import { serversOfThisFile } from '../support/servers';
import { answering, serversOfEachTest } from '../support/stats-server';

jest.setTimeout(60_000);
const start = serversOfEachTest();
const matrix = new FaultMatrix();
const wanted = [...scriptedFaults, ...(findUwsgi() === undefined ? [] : masterFaults)];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-faults-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`\n${matrix.table(wanted)}\n\n`);
});

test('a fleet of which every target fails in another way', async () => {
  const targets = [...(await illTargets(start)), ...(await placedTargets(start, folder))];
  await withFleet({ targets, folder, words: ['--sort', 'named'] }, async (terminal) => {
    await waitForAll(terminal, targets, isUp);
    for (const target of targets) await target.begin();
    await waitForAll(terminal, targets, isAway);
    // By now each of them is asked as seldom as it ever is.
    await sleep(3 * intervalMs);
    const said = await readInside(terminal, targets, readBanner);
    const sinceMs = performance.now();
    for (const target of targets) await target.end();
    await noteReturns(terminal, targets, { matrix, sinceMs, said, isWell: isUp });
  });
});

test('a fleet that answers of what cannot be', async () => {
  const targets = await oddTargets(start);
  await withFleet({ targets, folder, words: ['--sort', 'named'] }, async (terminal) => {
    await waitForAll(terminal, targets, isSound);
    for (const target of targets) await target.begin();
    await sleep(2 * intervalMs);
    await terminal.send('e');
    const isTold = (screen: string) => targets.every((row) => row.isEvent !== true || saysOf(screen, row));
    const events = await terminal.waitFor((screen) => isTold(screen));
    await terminal.send('1');
    await waitForAll(terminal, targets, isUp);
    const said = await readInside(terminal, targets, (screen, row) => {
      expectSane(screen);
      return saysOf(events, row) ?? saysOf(screen, row);
    });
    const sinceMs = performance.now();
    for (const target of targets) await target.end();
    await noteReturns(terminal, targets, { matrix, sinceMs, said, isWell: isRight });
    await waitForAll(terminal, targets, isSound);
  });
});

test('answers that are cut off at every offset', async () => {
  const fault = 'truncated at every offset';
  const servers = await Promise.all(Array.from({ length: 160 }, () => start(answering(shortDocument))));
  const targets = servers.map(({ address }, index) => ({ name: `cut-${index}`, address }));
  const { begin, end, isDone } = cutAtEveryOffset(servers);
  await withFleet({ targets, folder }, async (terminal) => {
    await terminal.waitFor(/^ 160 up/m);
    begin();
    const screen = await terminal.waitFor(/^ 0 up .*\n.*the answer was cut off/m);
    while (!isDone()) expect(await terminal.screen()).toMatch(/^ 0 up {2}/m);
    end();
    const sinceMs = performance.now();
    await terminal.waitFor(/^ 160 up/m);
    const said = /the answer was cut off[^;,]*/.exec(screen)?.[0] ?? '';
    matrix.note({ fault, said, backMs: performance.now() - sinceMs, intervalMs });
  });
});

test('an answer of 1 GB is not read to its end, and holds up nobody', async () => {
  const [other, ill] = [await start(answering(wellDocument(0))), await start(answering(wellDocument(1)))];
  const row = {
    name: 'huge',
    fault: '1 GB',
    says: /the answer is larger than uwtop reads.*set stats-no-cores/,
  };
  const targets = [
    { name: 'other', address: other.address },
    { ...row, address: ill.address },
  ];
  const { manner, mostBytes } = huge();
  await withFleet({ targets, folder, words: ['--sort', 'named', '--timeout', '5'] }, async (terminal) => {
    await terminal.waitFor(/^ 2 up/m);
    ill.behave(manner);
    await terminal.waitFor(/^ 1 up .*\n.*the answer is larger than uwtop reads/m);
    await terminal.send('j');
    await sleep(2 * intervalMs);
    expect(await terminal.screen()).toMatch(/^up +other /m);
    await terminal.send('Enter');
    const said = readBanner(await terminal.waitFor((screen) => readBanner(screen, row) !== undefined), row);
    await terminal.send('1');
    await terminal.waitFor(/^ 1 up/m);
    ill.behave(answering(wellDocument(1)));
    const sinceMs = performance.now();
    const words = new Map([[row.name, said ?? '']]);
    await noteReturns(terminal, [row], { matrix, sinceMs, said: words, isWell: isUp });
    expect(peakMegabytes(await terminal.pid())).toBeLessThan(400);
  });
  expect(mostBytes()).toBeGreaterThan(64 * 2 ** 20);
  expect(mostBytes()).toBeLessThan(100 * 2 ** 20);
});

test('what happens to the program itself', async () => {
  const target = await soundTarget(start);
  const targets = [target];
  wishIn(folder, {});
  const seconds = String(ownIntervalMs / 1000);
  const words = ['--screen', 'fleet', '-i', seconds, '--record', recordingIn(folder)];
  await withFleet({ targets, folder, words }, async (terminal) => {
    const scene = { terminal, name: target.name, folder };
    await waitForAll(terminal, targets, isSound);
    for (const { fault, begin, end } of ownFaults) {
      const said = await begin(scene);
      await end(scene);
      matrix.note({ fault, said, backMs: await backAfter(scene), intervalMs: ownIntervalMs });
    }
  });
});

test.each(endingFaults)('what ends the program: $fault', async ({ fault, endsOf }) => {
  const { address } = await soundTarget(start);
  matrix.note({ fault, said: await endsOf(address) });
});

describeWithUwsgi('real masters', () => {
  const startUwsgi = serversOfThisFile();

  test('that are stopped, killed, reloaded and started again with other workers', async () => {
    const masters = await faultyMasters(startUwsgi);
    const away = masters.filter(({ isEvent }) => isEvent !== true);
    const reloaded = masters.filter(({ isEvent }) => isEvent === true);
    await withFleet({ targets: masters, folder, words: ['--sort', 'named'] }, async (terminal) => {
      await waitForAll(terminal, masters, isUp);
      const comeBack = async (master: FaultyMaster, said: ReadonlyMap<string, string>) => {
        await master.end();
        const { isWell } = master;
        await noteReturns(terminal, [master], { matrix, sinceMs: performance.now(), said, isWell });
      };
      for (const master of away) await master.begin();
      await waitForAll(terminal, away, isAway);
      await sleep(2 * intervalMs);
      const said = await readInside(terminal, away, readBanner);
      for (const master of away) await comeBack(master, said);
      await terminal.send('e');
      await terminal.waitFor(/alerts and events/);
      for (const master of reloaded) {
        await master.begin();
        await comeBack(master, new Map([[master.name, 'reloaded: all counters began anew']]));
      }
    });
  });
});

test('every fault is held, and over within two intervals', () => {
  expect(matrix.failing(wanted)).toEqual([]);
});

/** The first line of what it says, with the spaces of a table taken out. */
const saysOf = (screen: string, { says }: { readonly says: RegExp }): string | undefined =>
  says.exec(screen)?.[0].split('\n')[0]?.trim().replace(/ +/g, ' ');
