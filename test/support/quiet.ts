import { setTimeout as sleep } from 'node:timers/promises';
import { readStats, type StatsDocument } from './stats';

/** The stats once no request is in flight any more: a worker counts a request just after it has answered it. */
export async function readQuietStats(address: string): Promise<StatsDocument> {
  for (let turn = 0; turn < 100; turn += 1) {
    await sleep(50);
    const document = await readStats(address);
    if (document.workers.every(({ status }) => status !== 'busy')) return document;
  }
  throw new Error(`requests are still in flight at ${address}`);
}
