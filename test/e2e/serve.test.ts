/** `uwtop serve` as a service: addresses, doors, and targets that do not answer. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { createServer } from 'node:net';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSeries } from '../serve/scraped';
import { runProgram } from '../support/program';
import { type Serving, startServing } from '../support/serving';
import { answering, capture, serversOfEachTest, silent } from '../support/stats-server';
import { mainPath } from '../support/uwtop';
import { selfSigned } from '../transport/certificate';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();
const stats = answering(capture('plain.t1.json'));

let directory: string;
const started: Serving[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'uwtop-serve-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((serving) => serving.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function serve(...words: readonly string[]): Promise<Serving> {
  const serving = await startServing(words);
  started.push(serving);
  return serving;
}

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const get = ({ port }: Serving, path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers });

const valueOf = async (answer: Response, name: string) =>
  readSeries(await answer.text()).find((series) => series.name === name)?.value;

describe('scrapes', () => {
  test('tell of the targets, in the format that was asked for', async () => {
    const { address } = await startServer(stats);
    const serving = await serve(`shop=${address}`, '-i', '0.2');
    await serving.ready();
    const plain = await get(serving, '/metrics');
    expect(plain.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
    expect(await valueOf(plain, 'uwsgi_up')).toBe(1);
    const open = await get(serving, '/metrics', { accept: 'application/openmetrics-text; version=1.0.0' });
    expect(open.headers.get('content-type')).toMatch(/^application\/openmetrics-text; version=1.0.0/);
    expect((await open.text()).endsWith('# EOF\n')).toBe(true);
    expect((await get(serving, '/-/healthy')).status).toBe(200);
    expect(await (await get(serving, '/')).text()).toContain('/metrics');
    for (const path of ['/nowhere', '//metrics', '/metrics/..%2f'])
      expect((await get(serving, path)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${serving.port}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  test('are answered at once while a target says nothing', async () => {
    const { address } = await startServer(silent);
    const serving = await serve(address, '--timeout', '0.5');
    await serving.ready();
    const before = performance.now();
    expect(await valueOf(await get(serving, '/metrics'), 'uwsgi_up')).toBe(0);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test('say that there was no room for all', async () => {
    const { address } = await startServer(stats);
    const serving = await serve(address, '--max-series', '70', '-i', '0.2');
    await serving.ready();
    const series = readSeries(await (await get(serving, '/metrics')).text());
    expect(series.length).toBeLessThanOrEqual(73);
    expect(series.find(({ name }) => name === 'uwtop_series_left_out')?.value).toBeGreaterThan(0);
    expect(serving.said()).toMatch(/series were left out.*--max-series/);
  });

  test('end with the program, which a service manager ends', async () => {
    const { address } = await startServer(stats);
    const serving = await startServing([address]);
    expect(await serving.stop()).toBe(0);
  });
});

describe('a probe', () => {
  test('tells of its target, which nobody named before', async () => {
    const { address } = await startServer(stats);
    const serving = await serve('127.0.0.1:1');
    const answer = await get(serving, `/probe?target=${address}`);
    expect(answer.status).toBe(200);
    const series = readSeries(await answer.text());
    expect(series.find(({ name }) => name === 'uwsgi_up')).toMatchObject({
      value: 1,
      labels: { stats_uri: `tcp://${address}` },
    });
    expect(series.some(({ name }) => name === 'uwtop_busy_workers_ratio')).toBe(true);
  });

  test('of a file or a socket of this machine is forbidden, unless it was allowed', async () => {
    const saved = file('saved.json', capture('plain.t1.json').toString());
    const strict = await serve('127.0.0.1:1');
    for (const target of ['/run/shop.sock', `file:${saved}`, '@shop', 'ssh://host/:1717', '-'])
      expect((await get(strict, `/probe?target=${encodeURIComponent(target)}`)).status).toBe(403);
    expect((await get(strict, '/probe?target=:9000-9009')).status).toBe(400);
    const open = await serve('127.0.0.1:1', '--allow-probe', 'file');
    const answer = await get(open, `/probe?target=${encodeURIComponent(`file:${saved}`)}`);
    expect(await valueOf(answer, 'uwsgi_up')).toBe(1);
    expect((await get(open, '/probe?target=/run/shop.sock')).status).toBe(403);
  });

  test('is answered within the time of the scrape', async () => {
    const { address } = await startServer(silent);
    const serving = await serve('127.0.0.1:1');
    const before = performance.now();
    const answer = await get(serving, `/probe?target=${address}`, {
      'x-prometheus-scrape-timeout-seconds': '1',
    });
    expect(await valueOf(answer, 'uwsgi_up')).toBe(0);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('doors', () => {
  const hashOf = (password: string) =>
    execFileSync(process.execPath, [mainPath(), 'serve', '--hash-password'], {
      input: `${password}\n`,
      encoding: 'utf8',
    });

  test('open for who knows the password, which stands nowhere', async () => {
    const hash = hashOf('open sesame');
    expect(hash).not.toContain('sesame');
    const serving = await serve('127.0.0.1:1', '--auth-file', file('users', `prometheus:${hash}`));
    const as = (user: string, password: string) => ({
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    });
    for (const path of ['/metrics', '/probe?target=127.0.0.1:1', '/-/healthy', '/']) {
      const answer = await get(serving, path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic/);
    }
    expect(await get(serving, '/metrics', as('prometheus', 'open'))).toMatchObject({ status: 401 });
    expect(await get(serving, '/metrics', as('prometheus', 'open sesame'))).toMatchObject({ status: 200 });
  });

  test('speak TLS with the certificate that was given', async () => {
    const { cert, key } = selfSigned();
    const serving = await serve(
      '127.0.0.1:1',
      '--tls-cert',
      file('cert.pem', cert),
      '--tls-key',
      file('key.pem', key),
    );
    const status = await new Promise((resolve, reject) => {
      const ask = {
        host: '127.0.0.1',
        port: serving.port,
        path: '/-/healthy',
        ca: cert,
        servername: 'localhost',
      };
      httpsRequest(ask, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    expect(serving.said()).toContain('https://');
  });

  test.each([
    ['a certificate without its key', () => ['--tls-cert', file('c.pem', selfSigned().cert)], /go together/],
    [
      'the key of another certificate',
      () => ['--tls-cert', file('c.pem', selfSigned().cert), '--tls-key', file('k.pem', selfSigned().key)],
      /no certificate \(PEM\) with its key/,
    ],
    ['no certificate', () => ['--tls-cert', '/nonexistent', '--tls-key', '/nonexistent'], /cannot be read/],
    ['users in the clear', () => ['--auth-file', file('users', 'me:secret')], /line 1 is not user:scrypt/],
  ])('%s is a mistake that is told', async (_, words, reason) => {
    const { exitCode, stderr } = await runProgram(['serve', ...words(), '127.0.0.1:1']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(reason);
    expect(stderr).not.toContain('secret');
  });
});

test('a port that is taken is told', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const taken = other.address() as { readonly port: number };
  const { exitCode, stderr } = await runProgram([
    'serve',
    '--bind',
    `127.0.0.1:${taken.port}`,
    '127.0.0.1:1',
  ]);
  other.close();
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `uwtop: 127.0.0.1:${taken.port} is taken: another exporter may run there already; --bind gives another address\n`,
  });
});

test('the dashboard and the rules come with the program', async () => {
  const dashboard = await runProgram(['serve', '--print-dashboard']);
  expect(JSON.parse(dashboard.stdout.toString())).toMatchObject({ title: 'uWSGI (uwtop)' });
  const rules = await runProgram(['serve', '--print-rules']);
  expect(rules.stdout.toString()).toContain('alert: UwsgiDown');
});
