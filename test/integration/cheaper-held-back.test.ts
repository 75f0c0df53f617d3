/** A trap of uWSGI that the simulation has, too: a worker that is to be parked while none is idle holds back all starts. */

import { setTimeout as sleep } from 'node:timers/promises';
import { holdRequest } from '../support/load';
import { serversOfThisFile } from '../support/servers';
import { readStats } from '../support/stats';

jest.setTimeout(60_000);

const start = serversOfThisFile();
const overload = 50;
const options = {
  processes: 20,
  cheaper: 1,
  'cheaper-algo': 'backlog',
  'cheaper-overload': overload,
  'cheaper-step': 8,
};

test('uWSGI starts no worker however many requests wait, once it is to park one and all are busy', async () => {
  const { httpPort: port, statsAddress } = await start({ options, name: 'held-back' });
  const send = (count: number) =>
    Array.from({ length: count }, () => holdRequest({ port, path: '/slow?s=20', headers: '' }));
  const seen = async (): Promise<{ readonly active: number; readonly queue: number }> => {
    const document = (await readStats(statsAddress)) as Awaited<ReturnType<typeof readStats>> & {
      readonly listen_queue: number;
    };
    const active = document.workers.filter(({ status }) => status !== 'cheap').length;
    return { active, queue: document.listen_queue };
  };

  // More than cheaper-overload wait, so workers come, until fewer do: then one is to go, but all have their hands full.
  const first = send(60);
  await sleep(5000);
  const before = await seen();
  expect(before.active).toBeGreaterThan(8);
  expect(before.active).toBeLessThan(options.processes);
  expect(before.queue).toBeLessThan(overload);

  const second = send(50);
  await sleep(4000);
  const after = await seen();
  expect(after.queue).toBeGreaterThan(overload);
  expect(after.active).toBe(before.active);
  for (const request of [...first, ...second]) request.abort();
});
