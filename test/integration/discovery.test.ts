import { setTimeout as sleep } from 'node:timers/promises';
import { type InstanceReport, reportSchema } from '../../src/output/contract';
import { holdRequest } from '../support/load';

import { runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';
import { readStats, readStatsText } from '../support/stats';
import type { RunningUwsgi } from '../support/uwsgi';

jest.setTimeout(60_000);

describe('once without an address', () => {
  const start = serversOfThisFile();
  let running: RunningUwsgi[];

  beforeAll(async () => {
    running = await Promise.all([
      start({ options: { processes: 1 }, name: 'found-tcp' }),
      start({ options: { processes: 1 }, stats: 'unix', name: 'found-unix' }),
      start({ options: { processes: 1 }, stats: 'abstract', name: 'found-abstract' }),
    ]);
  });

  test('finds the running instances, whatever their stats listen on', async () => {
    const instances = await discover();
    for (const { statsAddress, pid } of running) {
      const found = instances.filter((instance) => instance.pid === pid);
      expect(found).toMatchObject([{ target: statsAddress, kind: 'worker', state: 'up', error: null }]);
    }
  });

  test('finds them also after a worker was respawned, which inherits the stats socket', async () => {
    const [first] = running;
    if (first === undefined) throw new Error('nothing runs');
    await holdRequest({ port: first.httpPort, path: '/die', headers: '' }).done;
    while ((await readStats(first.statsAddress)).workers[0]?.respawn_count !== 2) await sleep(100);
    const found = (await discover()).filter(({ pid }) => pid === first.pid);
    expect(found).toMatchObject([{ target: first.statsAddress, workers: [{ respawnCount: 2 }] }]);
  });

  test('does not touch the sockets of the application', async () => {
    // A connection to a server that is wholly busy stays in its queue, even when the client has gone.
    const held = running.map(({ httpPort }) =>
      holdRequest({ port: httpPort, path: '/slow?s=30', headers: '' }),
    );
    await sleep(300);
    await discover();
    expect(await queues(running)).toEqual([0, 0, 0]);
    const visitor = holdRequest({ port: running[0]?.httpPort ?? 0, path: '/fast', headers: '' });
    await sleep(100);
    visitor.abort();
    expect(await queues(running)).toEqual([1, 0, 0]);
    for (const request of held) request.abort();
  });
});

/** Others may run on this machine too, and may be of any kind: only ours are looked at. */
async function discover(): Promise<readonly InstanceReport[]> {
  const { exitCode, stdout } = await runProgram(['once', '--json', '-i', '0.2', '--timeout', '2']);
  expect(exitCode).toBe(0);
  return reportSchema.parse(JSON.parse(stdout.toString())).instances;
}

/** Connections that wait for each application; the master looks about once a second. */
async function queues(running: readonly RunningUwsgi[]): Promise<number[]> {
  await sleep(1500);
  const texts = await Promise.all(running.map(({ statsAddress }) => readStatsText(statsAddress)));
  return texts.map((text) => (JSON.parse(text) as { readonly listen_queue: number }).listen_queue);
}
