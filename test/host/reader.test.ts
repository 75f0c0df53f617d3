import { createHostReader, type HostReader, type HostRequest } from '../../src/host/reader';
import type { HostFacts, LocalFacts } from '../../src/model/host-facts';
import { createFakeProc, type FakeProc } from './fake-proc';

let proc: FakeProc;
let nowMs: number;
let reader: HostReader;

beforeEach(() => {
  proc = createFakeProc();
  nowMs = 1000;
  reader = createHostReader({
    procRoot: proc.root,
    clockTicksPerSecond: 100,
    pageBytes: 4096,
    now: () => nowMs,
  });
  proc.add({ pid: 100, pssKilobytes: 10 });
  proc.add({ pid: 101, parentPid: 100, cpuTicks: 250, residentPages: 2000, pssKilobytes: 20 });
  proc.add({ pid: 102, parentPid: 100, commandLine: 'check\x1b[31mout\0', pssKilobytes: 30 });
});
afterEach(() => proc.delete());

const request: HostRequest = { masterPid: 100, workerPids: [101, 102], sockets: [] };

const localOf = (facts: HostFacts): LocalFacts => {
  if (!facts.local) throw new Error(facts.reason);
  return facts;
};

describe('a master on this machine', () => {
  test('is read with its workers', async () => {
    const facts = localOf(await reader.read(request));
    expect(facts.readAtMs).toBe(1000);
    expect(facts.processes).toEqual({
      100: expect.objectContaining({ rssBytes: 4_096_000, pssBytes: 10_240, label: undefined }) as unknown,
      101: {
        startTicks: 500,
        rssBytes: 8_192_000,
        pssBytes: 20_480,
        cpuTimeMs: 2500,
        label: undefined,
        reason: undefined,
      },
      102: expect.objectContaining({ label: 'check?[31mout', cpuTimeMs: 0 }) as unknown,
    });
  });

  test('has no secrets in the titles of its processes', async () => {
    proc.add({ pid: 102, parentPid: 100, commandLine: 'celery\0-b\0redis://:s3c@db/0\0--token\0abc\0' });
    const { processes } = localOf(await reader.read(request));
    expect(processes[102]?.label).toBe('celery -b redis://:***@db/0 --token ***');
  });

  test('is plain data: a recording gives back the same', async () => {
    const facts = await reader.read(request);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test('reads many workers in turns', async () => {
    const pids = Array.from({ length: 250 }, (_, index) => 1000 + index);
    for (const pid of pids) proc.add({ pid, parentPid: 100 });
    const facts = localOf(await reader.read({ ...request, workerPids: pids }));
    expect(pids.every((pid) => facts.processes[pid]?.rssBytes === 4_096_000)).toBe(true);
  });

  test.each([
    ['ended', () => proc.remove(102)],
    ['ended, its pid now another process', () => proc.add({ pid: 102, parentPid: 1, name: 'cron' })],
    [
      'ended and is not waited for',
      () => proc.add({ pid: 102, parentPid: 100, state: 'Z', residentPages: 0 }),
    ],
  ])('stays ours with a worker that has %s', async (_, happens) => {
    await reader.read(request);
    happens();
    const facts = localOf(await reader.read(request));
    expect(facts.processes[102]).toMatchObject({ reason: 'the process has ended' });
    expect(facts.processes[102]).not.toHaveProperty('rssBytes');
    expect(facts.processes[101]).toHaveProperty('rssBytes', 8_192_000);
  });

  test('stays ours while it has no worker at all', async () => {
    await reader.read(request);
    expect(await reader.read({ ...request, workerPids: [] })).toMatchObject({ local: true });
    proc.add({ pid: 100, startTicks: 900 });
    expect(await reader.read({ ...request, workerPids: [] })).toMatchObject({ local: false });
  });

  test('says why PSS is missing, and shows the rest', async () => {
    proc.add({ pid: 103, parentPid: 100 });
    const facts = localOf(await reader.read({ ...request, workerPids: [103] }));
    expect(facts.processes[103]).toMatchObject({ rssBytes: 4_096_000, reason: 'PSS: no smaps_rollup' });
  });

  test('reads PSS again only after a while, and never that of an earlier process of the pid', async () => {
    const pss = async () => localOf(await reader.read(request)).processes[101]?.pssBytes;
    expect(await pss()).toBe(20_480);
    proc.add({ pid: 101, parentPid: 100, pssKilobytes: 40 });
    nowMs += 9000;
    expect(await pss()).toBe(20_480);
    nowMs += 1000;
    expect(await pss()).toBe(40_960);
    proc.add({ pid: 101, parentPid: 100, startTicks: 700, pssKilobytes: 50 });
    expect(await pss()).toBe(51_200);
  });
});

describe('a master that is not on this machine', () => {
  test.each<[string, Partial<HostRequest>, string]>([
    ['has a pid that nobody has here', { masterPid: 99 }, 'no process 99'],
    ['is simulated', { masterPid: 4_194_400 }, 'no process 4194400'],
    ['has no pid', { masterPid: 0 }, 'no process 0'],
    ['has the pid of something else', { masterPid: 200 }, 'is no uWSGI'],
    ['has the pid of another uWSGI', { masterPid: 300 }, 'another uWSGI'],
    ['has a worker more than the uWSGI here', { workerPids: [101, 102, 200] }, 'another uWSGI'],
    ['has none of the workers that are here', { workerPids: [901, 902] }, 'no worker to tell by'],
    ['has no workers', { workerPids: [] }, 'no worker to tell by'],
  ])('%s', async (_, other, reason) => {
    proc.add({ pid: 200, name: 'postgres' });
    proc.add({ pid: 300 });
    expect(await reader.read({ ...request, ...other })).toEqual({
      local: false,
      reason: expect.stringContaining(reason) as string,
    });
  });

  test('a reading that was stopped tells nothing', async () => {
    expect(await reader.read(request, AbortSignal.abort())).toEqual({ local: false, reason: 'stopped' });
  });
});

test('queues are read in the network of the master, relative paths from its folder', async () => {
  const listens = '00: 00000002 00000000 00010000 0001 01 9';
  const waits = '00: 00000002 00000000 00000000 0001 02 0';
  proc.write('100/net/unix', `head\n${listens} /srv/app.sock\n${waits} /srv/app.sock\n`);
  proc.write('100/net/tcp', 'head\n 0: 0100007F:1F40 00000000:0000 0A 00000000:00000003 x\n');
  proc.link('100/cwd', '/srv');
  const sockets = [{ name: 'app.sock' }, { name: '127.0.0.1:8000' }];
  expect(localOf(await reader.read({ ...request, sockets })).queues).toEqual([
    { socket: 'app.sock', length: 1, source: '/proc/net/unix' },
    { socket: '127.0.0.1:8000', length: 3, source: '/proc/net/tcp' },
  ]);
});

describe('memory', () => {
  const kilobytes = 1024;
  const memory = async () => localOf(await reader.read(request)).memory;
  const mount = () => {
    proc.write('100/cgroup', '0::/web/shop\n');
    proc.write('self/mountinfo', `1 2 0:3 / ${proc.root}/cg rw - cgroup2 none rw\n`);
    proc.write('cg/web/shop/memory.max', 'max\n');
  };
  const host = {
    source: 'host',
    totalBytes: 8_000_000 * kilobytes,
    availableBytes: 6_000_000 * kilobytes,
    usedBytes: 2_000_000 * kilobytes,
  };

  test('is that of the host where nothing limits it', async () => {
    expect(await memory()).toEqual(host);
    mount();
    expect(await memory()).toEqual(host);
  });

  test('is that of the cgroup whose limit is the lowest', async () => {
    mount();
    proc.write('cg/web/memory.max', '1000000\n');
    proc.write('cg/web/memory.current', '700000\n');
    proc.write('cg/web/memory.stat', 'anon 1\ninactive_file 300000\n');
    expect(await memory()).toEqual({
      source: 'cgroup v2',
      totalBytes: 1_000_000,
      usedBytes: 400_000,
      availableBytes: 600_000,
    });
  });

  test('has a reason where it is not told', async () => {
    proc.write('meminfo', 'MemTotal: 1 kB\n');
    expect(await memory()).toEqual({ reason: '/proc/meminfo does not tell what is available' });
  });
});
