import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { isAlive, processTree } from '../support/processes';
import { countRequests, readStats, readStatsText } from '../support/stats';
import { startUwsgi, type RunningUwsgi } from '../support/uwsgi';
import type { UwsgiRequest } from '../support/uwsgi-options';

jest.setTimeout(60_000);

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');
if (!hasIpv6) process.stderr.write('LEFT OUT: this machine has no ::1, the stats over IPv6 are not tested\n');

describe('the uWSGI harness', () => {
  let uwsgi: RunningUwsgi | undefined;

  afterEach(() => uwsgi?.stop());

  const liveAndDie = async (stats: NonNullable<UwsgiRequest['stats']>): Promise<void> => {
    uwsgi = await startUwsgi({ options: { processes: 2 }, stats });
    const document = await readStats(uwsgi.statsAddress);
    expect(document.pid).toBe(uwsgi.pid);
    expect(document.workers).toHaveLength(2);
    expect(countRequests(document)).toBe(0);
    const tree = processTree(uwsgi.pid);
    expect(tree.length).toBeGreaterThanOrEqual(3);
    await uwsgi.stop();
    expect(tree.filter(({ pid }) => isAlive(pid))).toEqual([]);
    expect(existsSync(uwsgi.directory)).toBe(false);
    expect(uwsgi.log()).toContain('Stats server enabled');
    await expect(readStatsText(uwsgi.statsAddress)).rejects.toThrow();
  };

  test.each(['tcp', 'unix', 'abstract', 'http'] as const)(
    'starts with stats over %s, answers and leaves nothing behind',
    liveAndDie,
  );
  (hasIpv6 ? test : test.skip)('starts with stats over tcp6, answers and leaves nothing behind', () =>
    liveAndDie('tcp6'),
  );

  test('takes options from an ini file, plugins and a master-fifo', async () => {
    uwsgi = await startUwsgi({
      configuration: 'ini',
      plugins: ['cheaper_busyness'],
      options: {
        processes: 4,
        threads: 2,
        cheaper: 2,
        'cheaper-algo': 'busyness',
        'enable-metrics': true,
        'master-fifo': 'fifo',
      },
    });
    const { workers, metrics } = await readStats(uwsgi.statsAddress);
    expect(workers.map(({ status }) => status)).toEqual(['idle', 'idle', 'cheap', 'cheap']);
    expect(workers[0]?.cores).toHaveLength(2);
    expect(metrics).toHaveProperty(['plugin.cheaper_busyness.total_avg_busyness']);
    expect(readFileSync(join(uwsgi.directory, 'uwsgi.ini'), 'utf8')).toContain('cheaper-algo = busyness');
    writeFileSync(join(uwsgi.directory, 'fifo'), 'q');
    await waitUntilGone(uwsgi.pid);
  });

  test('serves the uwsgi protocol too, repeats options and passes signals on', async () => {
    uwsgi = await startUwsgi({
      app: 'uwsgi',
      options: { env: ['FIRST=1', 'SECOND=2'], 'need-app': false, 'show-config': true },
    });
    expect(uwsgi.log()).toMatch(/env = FIRST=1\n.*env = SECOND=2\n/);
    expect(uwsgi.log()).toContain(`uwsgi socket 0 bound to TCP address 127.0.0.1:${uwsgi.httpPort}`);
    uwsgi.signal('SIGQUIT');
    await waitUntilGone(uwsgi.pid);
  });

  test('ends a server that does not want to end', async () => {
    uwsgi = await startUwsgi({ options: { processes: 1 } });
    const tree = processTree(uwsgi.pid);
    uwsgi.signal('SIGSTOP');
    await uwsgi.stop();
    expect(tree.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  test('says with the log why a server did not start', async () => {
    const start = startUwsgi({ options: { 'wsgi-file': '/there/is/no/such/app.py' } });
    await expect(start).rejects.toThrow(/ended before its stats answered[^]*failed to open python file/);
  });

  test('leaves nothing behind when the tests are killed', async () => {
    const { pid, directory } = await startInAProcessThatIsKilled();
    await waitUntilGone(pid);
    // The directory goes last, a moment after the last process.
    for (let turn = 0; existsSync(directory) && turn < 100; turn += 1) await sleep(50);
    expect(existsSync(directory)).toBe(false);
  });
});

async function waitUntilGone(pid: number): Promise<void> {
  for (let turn = 0; isAlive(pid); turn += 1) {
    if (turn > 200) throw new Error(`process ${pid} is still there`);
    await sleep(50);
  }
}

/** Starts a server as a test would, in a process of its own, which then dies without a chance to clean up. */
async function startInAProcessThatIsKilled(): Promise<{ pid: number; directory: string }> {
  const support = join(__dirname, '../support');
  const { outputFiles } = await build({
    stdin: {
      contents: `import { startUwsgi } from './uwsgi';
        startUwsgi({ options: {} }).then(({ pid, directory }) => {
          console.log(JSON.stringify({ pid, directory }));
          setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);
        });`,
      resolveDir: support,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    define: { __dirname: JSON.stringify(support), describe: '{}' },
  });
  const { stdout, signal } = spawnSync(process.execPath, ['-e', outputFiles[0]?.text ?? ''], {
    encoding: 'utf8',
  });
  expect(signal).toBe('SIGKILL');
  return JSON.parse(stdout) as { pid: number; directory: string };
}
