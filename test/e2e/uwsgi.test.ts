/** The screens in front of a real uWSGI under a load that is counted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { generateLoad } from '../support/load';
import { processTree } from '../support/processes';
import { describeWithUwsgi } from '../support/requirements';
import { readNumber, readTable } from '../support/screen';
import { serversOfThisFile } from '../support/servers';
import { readStats } from '../support/stats';
import type { Terminal } from '../support/terminal';
import type { RunningUwsgi } from '../support/uwsgi';
import { large, small, withUwtop } from '../support/uwtop';

jest.setTimeout(90_000);

describeWithUwsgi('a real uWSGI', () => {
  const startUwsgi = serversOfThisFile();
  let uwsgi: RunningUwsgi;

  beforeAll(async () => {
    uwsgi = await startUwsgi({ options: { processes: 4, 'memory-report': true }, name: 'screens' });
  });

  const hasWorkers = (screen: string): boolean =>
    /\bSTATE\b.*\bBUSY\b/.test(screen) && readTable(screen).rows.length === 4;
  const rateOnScreen = (screen: string): number =>
    Number(readNumber(/\breq\/s +(\S+)/.exec(screen)?.[1] ?? ''));

  test('its rate, its workers and what they do are on the screen, small and large', async () => {
    const words = [uwsgi.statsAddress, '-i', '2'];
    await withUwtop(words, small, (one) =>
      withUwtop(words, large, async (other) => {
        await Promise.all([one.waitFor(hasWorkers), other.waitFor(hasWorkers)]);
        // Requests that sleep: the load is the same however busy this machine is with other things.
        const load = generateLoad({
          port: uwsgi.httpPort,
          path: '/slow?s=0.05',
          concurrency: 3,
          seconds: 14,
        });
        await sleep(4500);
        await expectTrueWorkers(one);
        await expectTrueWorkers(other);
        const [rates, otherRates] = await Promise.all([watchRates(one, 5), watchRates(other, 5)]);
        const { completed, failed, perSecond } = await load;
        expect({ failed, isEnough: completed > 200 }).toEqual({ failed: 0, isEnough: true });
        const truth = mean(perSecond.slice(2, 13));
        for (const rate of [mean(rates), mean(otherRates)]) {
          expect(Math.abs(rate - truth) / truth).toBeLessThan(0.1);
        }
        // And it ends on the screen when it has ended.
        await one.waitFor((screen) => rateOnScreen(screen) === 0);
      }),
    );
  });

  async function watchRates(terminal: Terminal, looks: number): Promise<number[]> {
    const rates: number[] = [];
    for (let look = 0; look < looks; look += 1) {
      rates.push(rateOnScreen(await terminal.screen()));
      await sleep(1000);
    }
    return rates;
  }

  async function expectTrueWorkers(terminal: Terminal): Promise<void> {
    const isAtWork = (screen: string) => readTable(screen).rows.some((row) => row.cell('STATE') === 'busy');
    const { rows } = readTable(await terminal.waitFor((screen) => hasWorkers(screen) && isAtWork(screen)));
    const pids = rows.map((row) => Number(row.cell('PID')));
    expect(pids).toEqual((await readStats(uwsgi.statsAddress)).workers.map(({ pid }) => pid));
    const running = processTree(uwsgi.pid).map(({ pid }) => pid);
    expect(running).toEqual(expect.arrayContaining(pids));
    expect(rows.every((row) => /^\d+M$/.test(row.cell('RSS')) || row.cell('RSS') === '-')).toBe(true);
  }

  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  test('a request in flight stands beside its worker', async () => {
    await withUwtop([uwsgi.statsAddress, '-i', '0.5'], large, async (terminal) => {
      await terminal.waitFor(hasWorkers);
      const load = generateLoad({
        port: uwsgi.httpPort,
        path: '/slow?s=3&token=abc',
        concurrency: 1,
        requests: 1,
      });
      const screen = await terminal.waitFor(/\/slow\?s=3/);
      expect(screen).not.toContain('abc');
      const row = readTable(screen).rows.find(({ line }) => line.includes('/slow'));
      expect(row?.cell('STATE')).toBe('busy');
      await load;
      await terminal.waitFor((text) => !text.includes('/slow'));
    });
  });

  test('is found without an address', async () => {
    // Others may run on this machine, too: then it is one of the fleet.
    const words = ['--screen', 'fleet', '--filter', `address:${uwsgi.statsAddress}`];
    await withUwtop(words, large, async (terminal) => {
      await terminal.waitFor((screen) => /\bINSTANCE\b[^]*^(?:1\/1 )?up\b/m.test(screen));
    });
  });

  test('a reload of the master is an event', async () => {
    await withUwtop([uwsgi.statsAddress, '-i', '0.5'], small, async (terminal) => {
      await terminal.waitFor(hasWorkers);
      const before = readTable(await terminal.screen()).rows.map((row) => row.cell('PID'));
      await terminal.send('e');
      await terminal.waitFor(/nothing has happened/);
      uwsgi.signal('SIGHUP');
      await terminal.waitFor(/reloaded|restarted/, 20_000);
      await terminal.send('2');
      const after = await terminal.waitFor((screen) => hasWorkers(screen) && !/STALE|DOWN/.test(screen));
      const pids = readTable(after).rows.map((row) => row.cell('PID'));
      expect(pids.filter((pid) => before.includes(pid))).toEqual([]);
    });
  });

  test('its application sockets are told apart from its stats', async () => {
    const other = await startUwsgi({
      options: { processes: 1, 'socket-timeout': 1 },
      app: 'uwsgi',
      name: 'packets',
    });
    const words = [`packets=127.0.0.1:${other.httpPort}`, `pages=127.0.0.1:${uwsgi.httpPort}`];
    await withUwtop([...words, '-i', '0.5'], small, async (terminal) => {
      await terminal.waitFor((screen) => /^down +packets\b/m.test(screen) && /^down +pages\b/m.test(screen));
      await terminal.send('Enter');
      await terminal.waitFor(/uwsgi protocol|not a byte|without a byte/);
      await terminal.send('1', 'j', 'Enter');
      await terminal.waitFor(/application|not JSON|HTTP/);
    });
  });
});
