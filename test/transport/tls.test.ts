import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { selfSigned } from './certificate';
import { open, outcome } from './read';
import { answers, document, endServers, httpAnswer, mute, says, serve } from './scripted-server';

let server: Server;

beforeAll(async () => {
  server = createServer(selfSigned(), answers(httpAnswer(document)) as (socket: unknown) => void);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));
afterEach(endServers);

const url = (host: string): string => `https://${host}:${(server.address() as AddressInfo).port}/`;

test('a certificate that nobody vouches for is refused, and named', async () => {
  expect(await outcome(open(url('localhost')))).toEqual(['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
});

test('unless the user accepts it', async () => {
  for (const host of ['localhost', '127.0.0.1']) {
    expect(await outcome(open(url(host), { rejectUnauthorized: false }))).toEqual(['http', document]);
  }
});

test('a server without TLS is a failure of TLS', async () => {
  const plain = await serve(says(document));
  const [code] = await outcome(open(`https://127.0.0.1:${plain.port}`));
  expect(code).toBe('tls');
});

test('one that does not shake hands is left in time, one that is not there refuses', async () => {
  const plain = await serve(mute);
  const address = `https://127.0.0.1:${plain.port}`;
  expect(await outcome(open(address, { connectTimeoutMs: 80 }))).toEqual(['tls', 'no handshake in time']);
  await plain.idle();
  await plain.close();
  expect((await outcome(open(address)))[0]).toBe('refused');
});
