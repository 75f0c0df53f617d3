import { linkSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createHostReader, type HostReader } from '../../src/host/reader';
import { SpoolReader } from '../../src/host/spool-folders';
import { countTasks } from '../../src/host/spool-tasks';
import { createFakeProc, type FakeProc } from './fake-proc';

jest.mock('../../src/host/spool-tasks', () => {
  const actual: typeof import('../../src/host/spool-tasks') = jest.requireActual(
    '../../src/host/spool-tasks',
  );
  return { countTasks: jest.fn(actual.countTasks) };
});

let proc: FakeProc;
let nowMs: number;
let reader: HostReader;

beforeEach(() => {
  proc = createFakeProc();
  nowMs = 1000;
  reader = createHostReader({ procRoot: proc.root, now: () => nowMs });
  proc.add({ pid: 100 });
  proc.add({ pid: 101, parentPid: 100 });
  // The master lives in a root of its own.
  proc.link('100/root', join(proc.root, 'jail'));
});
afterEach(() => proc.delete());

const task = (folder: string, number: number) =>
  proc.write(`jail${folder}/uwsgi_spoolfile_on_web_${number}_1_2_3_4`, 'task');

async function spoolersOf(dirs: readonly string[], change: { readonly cwd?: string } = {}) {
  const facts = await reader.read({
    masterPid: 100,
    workerPids: [101],
    sockets: [],
    spoolers: dirs.map((dir) => ({ dir })),
    ...change,
  });
  if (!facts.local) throw new Error(facts.reason);
  return facts.spoolers;
}

test('counts the tasks that wait, those of all priorities, and nothing else', async () => {
  task('/spool', 1);
  task('/spool', 2);
  task('/spool/3', 3);
  task('/spool/10', 4);
  task('/spool/3/1', 5);
  task('/spool/other', 6);
  proc.write('jail/spool/uwsgi_spoolfile', '');
  proc.write('jail/spool/README', '');
  mkdirSync(join(proc.root, 'jail/spool/uwsgi_spoolfile_on_web_folder'));
  expect(await spoolersOf(['/spool'])).toEqual([{ dir: '/spool', pending: 4 }]);
});

test('follows no link', async () => {
  task('/elsewhere', 1);
  task('/spool', 2);
  symlinkSync(join(proc.root, 'jail/elsewhere'), join(proc.root, 'jail/spool/5'));
  symlinkSync(
    join(proc.root, 'jail/elsewhere/uwsgi_spoolfile_on_web_1_1_2_3_4'),
    join(proc.root, 'jail/spool/uwsgi_spoolfile_on_web_9'),
  );
  expect(await spoolersOf(['/spool'])).toEqual([{ dir: '/spool', pending: 1 }]);
});

test('counts in each folder once, in the order of the spoolers, from the folder of the master', async () => {
  task('/srv/shop/spool', 1);
  mkdirSync(join(proc.root, 'jail/empty'));
  expect(await spoolersOf(['/empty', 'spool', '/empty', 'spool'], { cwd: '/srv/shop' })).toEqual([
    { dir: '/empty', pending: 0 },
    { dir: 'spool', pending: 1 },
  ]);
});

test('tells nothing of spoolers where there are none', async () => {
  expect(await spoolersOf([])).toBeUndefined();
});

test.each([
  ['is gone', '/gone', 'its folder is gone'],
  ['is a file', '/spool/file', 'its folder is none'],
  ['has an impossible name', '/a\0b', 'ERR_INVALID_ARG_VALUE'],
])('says why nothing is known of a folder that %s', async (_, dir, reason) => {
  proc.write('jail/spool/file', '');
  expect(await spoolersOf([dir])).toEqual([{ dir, reason }]);
});

test('counts in no other folder where it may not look through the root of the master', async () => {
  jest.mocked(countTasks).mockResolvedValueOnce({ reason: 'permission denied' });
  const dir = join(proc.root, 'jail/spool');
  task('/spool', 1);
  expect(await spoolersOf([dir])).toEqual([{ dir, reason: 'permission denied' }]);
});

test('counts so many at the most, and says so', async () => {
  task('/spool', 0);
  const [first = ''] = readdirSync(join(proc.root, 'jail/spool'));
  for (let number = 1; number < 10_050; number += 1)
    linkSync(join(proc.root, 'jail/spool', first), join(proc.root, 'jail/spool', `${first}${number}`));
  expect(await countTasks(join(proc.root, 'jail/spool'), () => nowMs)).toEqual({
    pending: 10_000,
    reason: 'at least so many: not all were counted',
  });
});

test('counts for so long at the most, and says so', async () => {
  task('/spool', 1);
  let atMs = 0;
  expect(await countTasks(join(proc.root, 'jail/spool'), () => (atMs += 201))).toEqual({
    pending: 0,
    reason: 'at least so many: not all were counted',
  });
});

test('counts again only after a while', async () => {
  const pending = async () => (await spoolersOf(['/spool']))?.[0]?.pending;
  task('/spool', 1);
  expect(await pending()).toBe(1);
  task('/spool', 2);
  nowMs += 4999;
  expect(await pending()).toBe(1);
  nowMs += 1;
  expect(await pending()).toBe(2);
});

describe('a folder that does not answer', () => {
  const request = { masterPid: 100, spoolers: [{ dir: '/dead' }, { dir: '/spool' }] };

  test('holds up no reading, and is told after a while', async () => {
    jest.mocked(countTasks).mockReturnValueOnce(new Promise(() => undefined));
    const started = performance.now();
    expect(await spoolersOf(['/dead', '/spool'])).toEqual([
      { dir: '/dead', reason: 'not read yet' },
      { dir: '/spool', reason: 'not read yet' },
    ]);
    expect(performance.now() - started).toBeLessThan(1000);
    nowMs += 10_001;
    expect((await spoolersOf(['/dead']))?.[0]).toEqual({
      dir: '/dead',
      reason: 'its folder does not answer',
    });
  });

  test('takes one thread, however often it is asked', async () => {
    const spools = new SpoolReader(proc.root, () => nowMs);
    jest.mocked(countTasks).mockClear();
    jest.mocked(countTasks).mockReturnValueOnce(new Promise(() => undefined));
    void spools.refresh(request);
    nowMs += 60_000;
    await spools.refresh(request);
    await spools.refresh({ masterPid: 200, spoolers: [{ dir: '/spool' }] });
    expect(countTasks).toHaveBeenCalledTimes(1);
  });

  test('what it told long ago is not shown any more', async () => {
    const spools = new SpoolReader(proc.root, () => nowMs);
    task('/spool', 1);
    const alive = { masterPid: 100, spoolers: [{ dir: '/spool' }] };
    await spools.refresh(alive);
    nowMs += 120_000;
    expect(spools.of(alive)).toEqual([{ dir: '/spool', pending: 1 }]);
    nowMs += 1;
    expect(spools.of(alive)).toEqual([{ dir: '/spool', reason: 'not read yet' }]);
  });
});
