/** Listen queues as uwtop shows them, held against what the kernel tells `ss` at the same time. */
import { execFileSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueState } from '../../src/model/queues';
import { holdRequest, type HeldRequest } from '../support/load';
import { serversOfThisFile } from '../support/servers';
import type { RunningUwsgi } from '../support/uwsgi';
import { changesOf, type Watch, watchTarget } from '../support/watching';

jest.setTimeout(60_000);

const start = serversOfThisFile();
const listen = 12;

let uwsgi: RunningUwsgi;
let watch: Watch;
let busy: HeldRequest;
const sockets: Socket[] = [];

beforeAll(async () => {
  uwsgi = await start({
    options: { processes: 1, listen, socket: 'app.sock' },
    configuration: 'ini',
    name: 'queues',
  });
  busy = holdRequest({ port: uwsgi.httpPort, path: '/slow?s=50', headers: '' });
  watch = watchTarget(uwsgi.statsAddress, { intervalMs: 300 });
  await watch.until(({ instance }) => instance.seen?.totals?.requestsInFlight === 1);
});
afterAll(async () => {
  await watch.stop();
  busy.abort();
  for (const socket of sockets) socket.destroy();
});

async function crowd(place: { path: string } | { host: string; port: number }, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const socket = connect(place);
    socket.on('error', () => undefined);
    // The kernel does not count a TCP connection of uWSGI's before it has sent something.
    socket.write('GET / HTTP/1.0\r\n');
    sockets.push(socket);
  }
  await sleep(300);
}

const isTcp = (socket: string) => socket.includes(':');

/** Recv-Q of the listening socket. A relative name may be another's too: there is one whose queue is ours. */
function told(socket: string): number[] {
  const text = execFileSync('ss', ['-H', '-ln', isTcp(socket) ? '-t' : '-x'], { encoding: 'utf8' });
  const rows = text.split('\n').map((line) => line.trim().split(/\s+/));
  return rows
    .filter((fields) => fields.includes(socket))
    .map((fields) => Number(fields[isTcp(socket) ? 1 : 2]));
}

/** Once both have stood still for so many looks: uWSGI looks at its TCP queues about once a second. */
async function stable(socket: string, expected: number): Promise<QueueState | undefined> {
  const looks: string[] = [];
  for (let turn = 0; turn < 60; turn += 1) {
    const { instance } = await watch.polls(1);
    const queue = instance.seen?.queues.find((one) => one.socket === socket);
    const all = told(socket);
    looks.push(`${queue?.length} ${all.join(' ')}`);
    const last = looks.slice(-4);
    if (last.length === 4 && new Set(last).size === 1 && queue?.length === expected) {
      expect(all).toContain(queue.length);
      return queue;
    }
  }
  throw new Error(`never stood still at ${expected}: ${looks.join(', ')}`);
}

test('a TCP queue is as long as ss tells, by the word of uWSGI', async () => {
  const socket = `127.0.0.1:${uwsgi.httpPort}`;
  expect(await stable(socket, 0)).toMatchObject({ source: 'uwsgi', max: listen });
  await crowd({ host: '127.0.0.1', port: uwsgi.httpPort }, 5);
  expect(await stable(socket, 5)).toMatchObject({ source: 'uwsgi', max: listen });
});

test('a saturated UNIX queue is as long as ss tells, by the word of the kernel, with the limit of listen', async () => {
  expect(await stable('app.sock', 0)).toMatchObject({ source: '/proc/net/unix', max: listen });
  await crowd({ path: join(uwsgi.directory, 'app.sock') }, listen + 6);
  // The kernel takes one more than it was told to.
  expect(await stable('app.sock', listen + 1)).toMatchObject({ source: '/proc/net/unix', max: listen });
  const { instance, alerts } = await watch.polls(1);
  expect(instance.seen?.totals).toMatchObject({ listenQueue: listen + 1, listenQueueMax: listen });
  await watch.until((moment) => moment.alerts.some(({ rule }) => rule === 'listen-queue'));
  expect(instance.limits?.limits.listen).toMatchObject({ state: 'set', value: listen });
  const raised = changesOf(watch.moments).filter(({ alert }) => alert.rule === 'listen-queue');
  expect(raised.filter(({ change }) => change === 'raised')).toHaveLength(1);
  expect(alerts.length).toBeGreaterThan(0);
});
