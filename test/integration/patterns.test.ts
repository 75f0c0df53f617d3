/** Sockets of real uWSGI that come, go, and turn into others while they are watched. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createSituation,
  defaultSettings,
  noteAll,
  retarget,
  type Situation,
} from '../../src/alerts/situation';
import { labelOf } from '../../src/cli/options';
import { describeEvent } from '../../src/model/describe-event';
import type { InstanceState } from '../../src/model/instance';
import { Poller } from '../../src/poller/poller';
import { parseSpec } from '../../src/targets/spec';
import { Watched } from '../../src/targets/watched';
import { LocalWorld } from '../../src/targets/world';
import { openTransport } from '../../src/transport/transport';
import { generateLoad } from '../support/load';
import { freePort } from '../support/ports';
import { reportOnce, runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';

jest.setTimeout(60_000);

const start = serversOfThisFile();
const folder = mkdtempSync(join(tmpdir(), 'uwtop-patterns-'));
const socketAt = (name: string) => join(folder, `${name}.sock`);
const vacuumed = { processes: 1, vacuum: true };
const onSocket = (name: string) => start({ options: vacuumed, statsAddress: socketAt(name), name });
const stopping: (() => void)[] = [];

afterEach(() => {
  for (const stop of stopping.splice(0)) stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a pattern of sockets', () => {
  test('is read as the sockets that there are, each named by what the pattern leaves open', async () => {
    const [one, two] = await Promise.all([onSocket('read-one'), onSocket('read-two')]);
    const { report, stderr } = await reportOnce([`web=${folder}/read-*.sock`]);
    expect(stderr).toBe('');
    expect(report.instances.map(({ name, pid, state }) => [name, pid, state])).toEqual([
      ['read-one', one.pid, 'up'],
      ['read-two', two.pid, 'up'],
    ]);
  });

  test('stands for abstract sockets, too', async () => {
    const request = { options: { processes: 1 }, stats: 'abstract', name: 'pattern' } as const;
    const [one, two] = await Promise.all([start(request), start(request)]);
    const { report } = await reportOnce([`@uwtop-pattern-${process.pid}-*`]);
    expect(report.instances.map(({ name, pid }) => [name, pid]).sort()).toEqual(
      [one, two].map(({ statsAddress, pid }) => [statsAddress, pid]).sort(),
    );
  });

  test('that nothing fits is told, and is an error only where nobody waits', async () => {
    const { exitCode, stdout, stderr } = await runProgram(['once', `${folder}/nothing-*.sock`]);
    expect([exitCode, stdout.toString()]).toEqual([1, '']);
    expect(stderr).toBe(`uwtop: ${folder}/nothing-*.sock fits no socket yet\n`);
  });

  test('is followed while it is watched, as they come and go', async () => {
    const fleet = await follow(`${folder}/live-*.sock`);
    expect(fleet.watched.notices).toEqual([`${folder}/live-*.sock fits no socket yet`]);
    const first = await onSocket('live-first');
    await fleet.until(([only]) => only?.seen?.pid === first.pid);
    expect(fleet.watched.notices).toEqual([]);
    const second = await onSocket('live-second');
    await fleet.until(([, other]) => other?.seen?.pid === second.pid);
    await first.stop();
    await fleet.until(([one]) => one?.phase === 'stale');
    // Its place is kept when the folder is looked at again.
    const third = await onSocket('live-third');
    const [gone, other] = await fleet.until((all) => all.some(({ seen }) => seen?.pid === third.pid));
    expect([gone?.failure?.code, gone?.target.name, other?.phase]).toEqual([
      'no-such-file',
      'live-first',
      'up',
    ]);
    const again = await onSocket('live-first');
    const [back] = await fleet.until(([one]) => one?.seen?.pid === again.pid);
    expect(back?.events.map(({ kind }) => kind)).toEqual(['lost', 'back', 'master-restart']);
  });
});

describe('a socket that turns into another instance', () => {
  test('is told with the pids and the folders of both, and no rate is made of the two', async () => {
    const statsAddress = `127.0.0.1:${await freePort()}`;
    const first = await start({ options: { processes: 2 }, statsAddress, name: 'shop' });
    await generateLoad({ port: first.httpPort, path: '/fast', concurrency: 2, requests: 5 });
    const fleet = await follow(statsAddress);
    await fleet.until(([only]) => only?.seen?.totals?.requestsPerSecond === 0);
    await first.stop();
    await fleet.until(([only]) => only?.phase === 'stale');
    fleet.poller.pause();
    const second = await start({ options: { processes: 1 }, statsAddress, name: 'blog' });
    await generateLoad({ port: second.httpPort, path: '/fast', concurrency: 1, requests: 200 });
    fleet.poller.resume();
    const [changed] = await fleet.until(
      ([only]) => only?.seen?.pid === second.pid && only.seen.totals?.requestsPerSecond === 0,
    );
    expect(changed?.seen?.workers).toHaveLength(1);
    expect(changed?.events.map(describeEvent)).toEqual([
      'lost: connection refused',
      expect.stringMatching(/^answers again after /),
      `master restarted: pid ${first.pid} is now ${second.pid}, in ${second.directory} instead of ${first.directory}`,
    ]);
    expect(changed?.seen?.totals?.requests).toBe(200);
    // Nobody asked anything while they were polled.
    expect(fleet.rates.filter((rate) => rate !== 0)).toEqual([]);
  });

  test('of another kind is told as such', async () => {
    const statsAddress = socketAt('kind');
    const first = await start({ options: vacuumed, statsAddress, name: 'worker' });
    const fleet = await follow(statsAddress);
    await fleet.until(([only]) => only?.seen?.pid === first.pid);
    await first.stop();
    const emperor = { app: 'none', statsOption: 'emperor-stats', options: { emperor: folder } } as const;
    await start({ ...emperor, statsAddress, name: 'emperor' });
    const [changed] = await fleet.until(([only]) => only?.seen?.sighting.snapshot.kind === 'emperor');
    expect(changed?.seen?.workers).toEqual([]);
    expect(changed?.events.map(describeEvent)).toContain(
      'another kind of instance answers here now: emperor instead of worker',
    );
  });
});

interface Followed {
  readonly watched: Watched;
  readonly poller: Poller;
  /** Requests per second of all of them, whenever they were known. */
  readonly rates: readonly number[];
  /** Resolves with the instances, in their order, as soon as they fit. */
  until(fits: (instances: readonly InstanceState[]) => boolean): Promise<readonly InstanceState[]>;
}

/** As the program does it: targets that come and go, polled all the time, folded into one picture. */
async function follow(text: string): Promise<Followed> {
  const spec = parseSpec(text);
  if (!spec.ok) throw new Error(spec.failure.message);
  const sources = { specs: [spec.value], files: [], discovers: false, groups: [] };
  const watched = await Watched.open(sources, new LocalWorld());
  let situation: Situation = createSituation(watched.targets.map(labelOf));
  const rates: number[] = [];
  const poller = new Poller(watched.targets, {
    intervalMs: 100,
    random: () => 0,
    open: (target) => ({ target, transport: openTransport(target.address) }),
    onObservation: (observation) => {
      situation = noteAll(situation, [observation], defaultSettings).situation;
      for (const { seen } of situation.fleet.instances.values())
        rates.push(...[seen?.totals?.requestsPerSecond ?? []].flat());
    },
  });
  watched.follow(() => {
    poller.setTargets(watched.targets);
    situation = retarget(situation, watched.targets.map(labelOf), Date.now()).situation;
  });
  poller.start();
  stopping.push(() => {
    watched.stop();
    poller.stop();
  });
  const until: Followed['until'] = async (fits) => {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const instances = [...situation.fleet.instances.values()];
      if (fits(instances)) return instances;
      if (performance.now() > deadline)
        throw new Error(
          `it did not come; there are ${JSON.stringify(instances.map(({ phase, seen, events }) => [phase, seen?.pid, events]))}`,
        );
      await sleep(20);
    }
  };
  return { watched, poller, rates, until };
}
