/** What the host reader says of a real uWSGI, held against the kernel's own accounts of the same things. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHostReader, type HostReader } from '../../src/host/reader';
import { cpuFractionBetween, type LocalFacts } from '../../src/model/host-facts';
import { generateLoad, holdRequest, type HeldRequest } from '../support/load';
import { describeWithUwsgi } from '../support/requirements';
import { readStatsText, type StatsDocument } from '../support/stats';
import { startUwsgi, type RunningUwsgi } from '../support/uwsgi';

jest.setTimeout(60_000);

type Document = StatsDocument & { readonly sockets: readonly { readonly name: string }[] };

const documentOf = async (uwsgi: RunningUwsgi) =>
  JSON.parse(await readStatsText(uwsgi.statsAddress)) as Document;

async function readLocal(reader: HostReader, uwsgi: RunningUwsgi): Promise<LocalFacts> {
  const { workers, sockets } = await documentOf(uwsgi);
  const workerPids = workers.map(({ pid }) => pid).filter((pid) => pid > 0);
  const facts = await reader.read({ masterPid: uwsgi.pid, workerPids, sockets });
  if (!facts.local) throw new Error(facts.reason);
  return facts;
}

describeWithUwsgi('the processes of a uWSGI on this machine', () => {
  const held: HeldRequest[] = [];
  const reader = createHostReader();
  let uwsgi: RunningUwsgi;

  beforeAll(async () => {
    uwsgi = await startUwsgi({ options: { processes: 2 }, name: 'host' });
  });
  afterAll(async () => {
    held.forEach((request) => request.abort());
    await uwsgi.stop();
  });

  test('have the RSS of statm and a PSS within it', async () => {
    await generateLoad({ port: uwsgi.httpPort, path: '/leak?mb=20', concurrency: 2, requests: 4 });
    const { processes } = await readLocal(reader, uwsgi);
    const workers = (await documentOf(uwsgi)).workers;
    for (const { pid } of workers) {
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
      const page = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
      expect(processes[pid]?.rssBytes).toBe(pages * page);
      expect(processes[pid]?.pssBytes).toBeGreaterThan(0);
      expect(processes[pid]?.pssBytes).toBeLessThanOrEqual(processes[pid]?.rssBytes ?? 0);
      expect(processes[pid]?.reason).toBeUndefined();
    }
  });

  test('use the CPU that the scheduler says', async () => {
    held.push(holdRequest({ port: uwsgi.httpPort, path: '/spin', headers: '' }));
    await sleep(300);
    const spinner =
      (await documentOf(uwsgi)).workers.find(({ cores }) => cores[0]?.in_request === 1)?.pid ?? 0;
    const before = await readLocal(reader, uwsgi);
    const ranBefore = scheduled(spinner);
    await sleep(2000);
    const now = await readLocal(reader, uwsgi);
    const ran = scheduled(spinner);
    const elapsedMs = now.readAtMs - before.readAtMs;
    const fractions = cpuFractionBetween(before, now, elapsedMs);
    // It always wants a CPU. On a busy machine it has to wait for one at times, which the scheduler counts as well.
    const waited = (ran.waitedMs - ranBefore.waitedMs) / elapsedMs;
    expect(Math.abs((fractions.get(spinner) ?? 0) + waited - 1)).toBeLessThan(0.15);
    const idle = [...fractions].filter(([pid]) => pid !== spinner);
    expect(idle).toHaveLength(2);
    for (const [, fraction] of idle) expect(fraction).toBeLessThan(0.05);
  });

  test('bear the name that the application gave them', async () => {
    const fresh = createHostReader();
    const labels = async () =>
      Object.values((await readLocal(fresh, uwsgi)).processes).map(({ label }) => label);
    expect(await labels()).toEqual([undefined, undefined, undefined]);
    await holdRequest({ port: uwsgi.httpPort, path: '/name?n=checkout+desk', headers: '' }).done;
    let seen = await labels();
    // After a look the reader rests, so that looking stays cheap.
    for (let turn = 0; turn < 50 && !seen.includes('checkout desk'); turn += 1) {
      await sleep(100);
      seen = await labels();
    }
    expect(seen.filter((label) => label !== undefined)).toEqual(['checkout desk']);
  });

  test('were started with this command line', async () => {
    const facts = await reader.readStartFacts(uwsgi.pid);
    expect(facts.commandLine).toContain('--processes=2');
    expect(facts).toMatchObject({ cwd: uwsgi.directory, environment: {} });
  });

  test('are others than those of the same pids elsewhere', async () => {
    const { workers } = await documentOf(uwsgi);
    const request = { masterPid: uwsgi.pid, workerPids: [workers[0]?.pid ?? 0, process.pid], sockets: [] };
    expect(await createHostReader().read(request)).toMatchObject({ local: false });
  });
});

describeWithUwsgi('a uWSGI that names itself', () => {
  test('has a label for each process and hides how it was started', async () => {
    const uwsgi = await startUwsgi({
      options: { processes: 2, 'auto-procname': true, 'procname-prefix': 'shop-' },
      name: 'procname',
    });
    try {
      const reader = createHostReader();
      const { processes } = await readLocal(reader, uwsgi);
      const labels = Object.values(processes).flatMap(({ label }) => label ?? []);
      expect(labels.sort()).toEqual(['shop-uWSGI worker 1', 'shop-uWSGI worker 2']);
      const facts = await reader.readStartFacts(uwsgi.pid);
      expect(facts.commandLine).toBeUndefined();
      expect(facts.reason).toContain('its process title');
    } finally {
      await uwsgi.stop();
    }
  });
});

describeWithUwsgi('the listen queues', () => {
  const limit = 8;
  const abstract = `uwtop-host-queue-${process.pid}`;
  const sockets: Socket[] = [];
  let uwsgi: RunningUwsgi;
  let busy: HeldRequest;

  beforeAll(async () => {
    uwsgi = await startUwsgi({
      options: { processes: 1, listen: limit, socket: ['app.sock', `@${abstract}`] },
      name: 'queue',
    });
    busy = holdRequest({ port: uwsgi.httpPort, path: '/slow?s=50', headers: '' });
    await sleep(300);
  });
  afterAll(async () => {
    busy.abort();
    sockets.forEach((socket) => socket.destroy());
    await uwsgi.stop();
  });

  const crowd = async (options: { path: string } | { host: string; port: number }, count: number) => {
    for (let index = 0; index < count; index += 1) {
      const socket = connect(options);
      socket.on('error', () => undefined);
      // The kernel does not count a TCP connection of uWSGI's before it has sent something.
      socket.write('GET / HTTP/1.0\r\n');
      sockets.push(socket);
    }
    await sleep(500);
  };

  test.each([
    ['TCP', (): string => `127.0.0.1:${uwsgi.httpPort}`, 5, 5],
    ['UNIX, saturated', (): string => 'app.sock', limit + 4, limit + 1],
  ])('of %s is as long as the kernel tells ss', async (_, name, count, expected) => {
    const socket = name();
    const reader = createHostReader();
    const queue = async () => (await readLocal(reader, uwsgi)).queues.find((one) => one.socket === socket);
    expect((await queue())?.length).toBe(0);
    await crowd(
      socket === 'app.sock'
        ? { path: join(uwsgi.directory, socket) }
        : { host: '127.0.0.1', port: uwsgi.httpPort },
      count,
    );
    const seen = await queue();
    expect(seen?.length).toBe(expected);
    const told = socketStatistics(socket);
    if (told !== undefined) expect(seen?.length).toBe(told);
  });

  test('of an abstract socket is found by its name', async () => {
    const { queues } = await readLocal(createHostReader(), uwsgi);
    expect(queues.find(({ socket }) => socket === `@${abstract}`)).toMatchObject({ length: 0 });
  });
});

/** What the scheduler counted, in ms: time on a CPU and time of waiting for one. */
function scheduled(pid: number): { readonly ranMs: number; readonly waitedMs: number } {
  const [ran, waited] = readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ').map(Number);
  return { ranMs: (ran ?? 0) / 1e6, waitedMs: (waited ?? 0) / 1e6 };
}

/** Recv-Q of the listening socket as ss prints it; undefined without ss, or where a relative name is another's too. */
function socketStatistics(socket: string): number | undefined {
  try {
    const isTcp = socket.includes(':');
    const text = execFileSync('ss', ['-H', '-ln', isTcp ? '-t' : '-x'], { encoding: 'utf8' });
    const rows = text.split('\n').map((line) => line.trim().split(/\s+/));
    const found = rows
      .filter((fields) => fields.includes(socket))
      .map((fields) => Number(fields[isTcp ? 1 : 2]));
    return found.length === 1 ? found[0] : undefined;
  } catch {
    return undefined;
  }
}
