/** `uwtop targets` on real masters: limits from where they were really set, and the kernel's word on their sockets. */
import { generateLoad, holdRequest } from '../support/load';
import { runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';

jest.setTimeout(60_000);

const start = serversOfThisFile();

interface Listed {
  readonly pid: number;
  readonly limits: Readonly<
    Record<string, { state: string; value: unknown; source?: string; reason?: string }>
  >;
  readonly host: {
    local: boolean;
    processes?: Readonly<Record<string, { rssBytes?: number }>>;
    queues?: readonly { socket: string; length?: number; source?: string }[];
  };
}

async function list(words: readonly string[]): Promise<Listed> {
  const { exitCode, stdout, stderr } = await runProgram(['targets', '--json', ...words]);
  expect([exitCode, stderr]).toEqual([0, '']);
  const report = JSON.parse(stdout.toString()) as { targets: Listed[] };
  const [listed] = report.targets;
  if (listed === undefined) throw new Error('nothing was listed');
  return listed;
}

test('limits of the command line are found, with where they are from', async () => {
  const uwsgi = await start({ options: { processes: 2, harakiri: 30, 'max-requests': 500 } });
  const { limits, pid } = await list([uwsgi.statsAddress]);
  expect(pid).toBe(uwsgi.pid);
  expect(limits['harakiriSeconds']).toEqual({
    state: 'set',
    value: 30,
    source: 'harakiri 30 s, from the command line',
  });
  expect(limits['maxRequests']).toMatchObject({ state: 'set', value: 500 });
  expect(limits['maxWorkerLifetimeSeconds']).toMatchObject({ state: 'off', value: null });
});

test('limits of a file are found, with its line', async () => {
  const uwsgi = await start({ options: { processes: 1, harakiri: 45 }, configuration: 'ini' });
  const { limits } = await list([uwsgi.statsAddress]);
  expect(limits['harakiriSeconds']?.value).toBe(45);
  expect(limits['harakiriSeconds']?.source).toMatch(/\.ini line \d+$/);
});

test('the memory of the workers is known without memory-report', async () => {
  const uwsgi = await start({ options: { processes: 2 } });
  const { host } = await list([uwsgi.statsAddress]);
  expect(host.local).toBe(true);
  expect(Object.values(host.processes ?? {}).every(({ rssBytes = 0 }) => rssBytes > 1024 ** 2)).toBe(true);
});

test('the queue of a busy server is the kernel’s', async () => {
  const uwsgi = await start({ options: { processes: 1 } });
  await generateLoad({ port: uwsgi.httpPort, path: '/fast', concurrency: 1, requests: 1 });
  const held = Array.from({ length: 4 }, () =>
    holdRequest({ port: uwsgi.httpPort, path: '/slow?s=20', headers: '' }),
  );
  let waiting: number | undefined;
  // One is being served, the others wait as soon as the kernel has them all.
  while (waiting !== 3) waiting = (await list([uwsgi.statsAddress])).host.queues?.[0]?.length;
  for (const request of held) request.abort();
});
