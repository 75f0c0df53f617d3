/** An http router and a fastrouter with real applications behind them, as uwtop tells of them. */
import { connect } from 'node:net';
import { join } from 'node:path';
import type { NodeReport } from '../../src/output/empire-contract';
import { eventually } from '../support/eventually';
import { generateLoad, holdRequest } from '../support/load';
import { freePort } from '../support/ports';
import { reportOnce } from '../support/program';
import { serversOfThisFile } from '../support/servers';
import type { RunningUwsgi } from '../support/uwsgi';
import { hasPlugin } from '../support/uwsgi-plugins';
import { watchTarget } from '../support/watching';

jest.setTimeout(60_000);

const describeWithRouters = hasPlugin('http') && hasPlugin('fastrouter') ? describe : describe.skip;

describeWithRouters('routers with subscriptions', () => {
  const start = serversOfThisFile();
  let edge: RunningUwsgi;
  let httpPort: number;
  let fastStats: string;
  /** The last one has a host of its own. */
  let backends: readonly RunningUwsgi[];
  const nameOf = ({ httpPort: port }: RunningUwsgi) => `127.0.0.1:${port}`;

  beforeAll(async () => {
    httpPort = await freePort();
    const [httpSubscriptions, fastSubscriptions] = [await freePort(), await freePort()];
    edge = await start({
      app: 'none',
      plugins: ['http', 'fastrouter'],
      statsOption: 'http-stats-server',
      name: 'edge',
      options: {
        http: `127.0.0.1:${httpPort}`,
        'http-subscription-server': `127.0.0.1:${httpSubscriptions}`,
        fastrouter: 'fast.sock',
        'fastrouter-subscription-server': `127.0.0.1:${fastSubscriptions}`,
        'fastrouter-stats': 'fast.stats',
      },
    });
    fastStats = join(edge.directory, 'fast.stats');
    const backend = (host: string) =>
      start({
        app: 'uwsgi',
        name: 'backend',
        options: {
          processes: 2,
          'subscribe-to': [httpSubscriptions, fastSubscriptions].map((port) => `127.0.0.1:${port}:${host}`),
        },
      });
    backends = await Promise.all([backend('shop.test'), backend('shop.test'), backend('blog.test')]);
    await eventually(async () => {
      for (const address of [edge.statsAddress, fastStats])
        expect(await nodesOf(address)).toHaveLength(backends.length);
    });
  });

  const visit = (host: string, requests: number) =>
    generateLoad({ port: httpPort, path: '/fast', headers: `Host: ${host}`, concurrency: 4, requests });

  test('the http router: each node under its key, with the requests that it got', async () => {
    const shop = await visit('shop.test', 120);
    const blog = await visit('blog.test', 30);
    expect([shop.failed, blog.failed]).toEqual([0, 0]);
    const nodes = await nodesOf(edge.statsAddress);
    expect(nodes.map(({ subscription, name }) => `${subscription} ${name}`).sort()).toEqual(
      backends.map((backend, index) => `${index < 2 ? 'shop' : 'blog'}.test ${nameOf(backend)}`).sort(),
    );
    expect(requestsAt(nodes, 'shop.test')).toBe(shop.completed);
    expect(requestsAt(nodes, 'blog.test')).toBe(blog.completed);
    expect(nodes.every(({ failures, dying, inFlight }) => failures === 0 && !dying && inFlight === 0)).toBe(
      true,
    );
  });

  test('the fastrouter: the same of its own requests', async () => {
    for (let request = 0; request < 20; request++)
      expect(await askFastrouter(join(edge.directory, 'fast.sock'), 'shop.test')).toContain('200 OK');
    const nodes = await nodesOf(fastStats);
    expect([requestsAt(nodes, 'shop.test'), requestsAt(nodes, 'blog.test')]).toEqual([20, 0]);
    // The weights are equal: both get their share.
    expect(nodes.filter(({ requests }) => requests === 10)).toHaveLength(2);
  });

  test('what is in flight stands with its node', async () => {
    const held = holdRequest({ port: httpPort, path: '/slow?s=20', headers: 'Host: blog.test' });
    await eventually(async () => {
      const nodes = await nodesOf(edge.statsAddress);
      expect(nodes.find(({ subscription }) => subscription === 'blog.test')?.inFlight).toBe(1);
    });
    held.abort();
  });

  test('a backend that dies fails, is dropped, and is told as each once', async () => {
    const [victim] = backends;
    if (victim === undefined) throw new Error('nothing runs');
    const watch = watchTarget(edge.statsAddress, { intervalMs: 100 });
    await watch.polls(2);
    victim.signal('SIGKILL');
    const isDropped = () =>
      watch.moments.at(-1)?.instance.events.some(({ kind }) => kind === 'node-gone') === true;
    while (!isDropped()) await visit('shop.test', 4);
    const moments = await watch.stop();
    const told = moments.at(-1)?.instance.events.map((event) => [event.kind, 'node' in event && event.node]);
    const gone = [['node-gone', nameOf(victim)]];
    // It may be marked and dropped between two polls.
    expect([gone, [['node-fails', nameOf(victim)], ...gone]]).toContainEqual(told);
    const { failed } = await visit('shop.test', 20);
    expect(failed).toBe(0);
    const names = (await nodesOf(edge.statsAddress)).map(({ name }) => name);
    expect(names.sort()).toEqual(backends.slice(1).map(nameOf).sort());
  });
});

async function nodesOf(address: string): Promise<readonly NodeReport[]> {
  const { report } = await reportOnce([address]);
  const [router] = report.instances;
  expect(router).toMatchObject({ kind: 'router', state: 'up' });
  return router?.nodes ?? [];
}

const requestsAt = (nodes: readonly NodeReport[], key: string): number =>
  nodes
    .filter(({ subscription }) => subscription === key)
    .reduce((sum, { requests }) => sum + (requests ?? 0), 0);

/** One request in the uwsgi protocol; resolves with the whole answer. */
function askFastrouter(path: string, host: string): Promise<string> {
  const variables = {
    REQUEST_METHOD: 'GET',
    PATH_INFO: '/fast',
    SERVER_PROTOCOL: 'HTTP/1.0',
    HTTP_HOST: host,
  };
  const sized = (text: string) => {
    const size = Buffer.alloc(2);
    size.writeUInt16LE(text.length);
    return Buffer.concat([size, Buffer.from(text)]);
  };
  const body = Buffer.concat(Object.entries(variables).flat().map(sized));
  const head = Buffer.alloc(4);
  head.writeUInt16LE(body.length, 1);
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    const pieces: Buffer[] = [];
    socket.setTimeout(10_000, () => socket.destroy(new Error('the fastrouter did not answer')));
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(pieces).toString('latin1')));
    socket.write(Buffer.concat([head, body]));
  });
}
