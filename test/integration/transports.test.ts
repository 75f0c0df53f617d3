import { networkInterfaces } from 'node:os';
import type { InstanceReport } from '../../src/output/contract';
import { decodeSnapshot } from '../../src/stats/decode';
import { parseAddress } from '../../src/targets/address';
import {
  defaultTransportOptions,
  openTransport,
  type Reading,
  type Transport,
} from '../../src/transport/transport';
import { generateLoad } from '../support/load';
import { reportOnce } from '../support/program';
import { readQuietStats } from '../support/quiet';
import { serversOfThisFile } from '../support/servers';
import type { StatsDocument } from '../support/stats';
import type { RunningUwsgi } from '../support/uwsgi';
import type { UwsgiRequest } from '../support/uwsgi-options';

jest.setTimeout(60_000);

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');
if (!hasIpv6)
  process.stderr.write('LEFT OUT: this machine has no ::1, reading stats over IPv6 is not tested\n');

const processes = 3;
const requests = 7;
const workers = { processes };

describe('once --json tells the same as the stats themselves', () => {
  const start = serversOfThisFile();

  const forms: [string, UwsgiRequest][] = [
    ['TCP', { options: workers }],
    ...(hasIpv6 ? [['TCP over IPv6', { options: workers, stats: 'tcp6' }] as [string, UwsgiRequest]] : []),
    ['a UNIX socket', { options: workers, stats: 'unix' }],
    ['an abstract socket', { options: workers, stats: 'abstract' }],
    ['http', { options: workers, stats: 'http' }],
    ['stats-minified', { options: { ...workers, 'stats-minified': true } }],
    ['stats-no-cores', { options: { ...workers, 'stats-no-cores': true } }],
    ['enable-metrics', { options: { ...workers, 'enable-metrics': true } }],
    ['threads', { options: { ...workers, threads: 4 } }],
    [
      'the busyness plugin, with workers parked',
      {
        plugins: ['cheaper_busyness'],
        options: { processes, cheaper: 1, 'cheaper-algo': 'busyness', 'enable-metrics': true },
      },
    ],
  ];

  let running: Map<string, RunningUwsgi>;

  beforeAll(async () => {
    const starting = forms.map(async ([name, request]) => [name, await start(request)] as const);
    running = new Map(await Promise.all(starting));
  });

  test.each(forms.map(([name]) => name))('over %s', async (name) => {
    const uwsgi = running.get(name);
    if (uwsgi === undefined) throw new Error('it was not started');
    await generateLoad({ port: uwsgi.httpPort, path: '/fast', concurrency: 2, requests });
    const raw = await readQuietStats(uwsgi.statsAddress);
    const { report, stderr } = await reportOnce([uwsgi.statsAddress]);
    expect(stderr).toBe('');
    expect(report.instances).toHaveLength(1);
    expectSame(report.instances[0], raw);
    expect(raw.workers.reduce((sum, worker) => sum + worker.requests, 0)).toBe(requests);
  });
});

describe('an address that does not say how the socket wants to be asked', () => {
  const start = serversOfThisFile();
  /** As long as a document has to be for a request to cut it off. */
  const long = { ...workers, threads: 300 };
  let plain: RunningUwsgi;
  let http: RunningUwsgi;

  beforeAll(async () => {
    [plain, http] = await Promise.all([start({ options: long }), start({ options: workers, stats: 'http' })]);
  });

  test('stats-http without http:// is read after a silence, then asked at once, with a hint', async () => {
    const address = http.statsAddress.replace('http://', '');
    const transport = open(address);
    const [first, second, third] = [await read(transport), await read(transport), await read(transport)];
    expect(first.latencyMs).toBeGreaterThanOrEqual(defaultTransportOptions.silenceMs - 5);
    for (const reading of [second, third]) {
      expect(reading.latencyMs).toBeLessThan(defaultTransportOptions.silenceMs / 2);
    }
    const { report, stderr } = await reportOnce([address]);
    expectSame(report.instances[0], await readQuietStats(http.statsAddress));
    expect(stderr).toBe(`uwtop: ${address}: This socket has stats-http set: write ${http.statsAddress}.\n`);
  });

  test('http:// on a plain socket is never cut off, with a hint', async () => {
    const address = `http://${plain.statsAddress}`;
    for (let turn = 0; turn < 100; turn += 1) {
      // A transport of its own each time: the first question is the one that can go wrong.
      const reading = await read(open(address));
      expectWhole(reading);
      expect(reading.hint).toContain(`write ${plain.statsAddress} without http://`);
    }
    const transport = open(address);
    for (let turn = 0; turn < 100; turn += 1) expectWhole(await read(transport));
    const { report, stderr } = await reportOnce([address]);
    expectSame(report.instances[0], await readQuietStats(plain.statsAddress));
    expect(stderr).toBe(
      `uwtop: ${address}: This is a plain stats socket: write ${plain.statsAddress} without http://.\n`,
    );
  });
});

function expectSame(instance: InstanceReport | undefined, raw: StatsDocument): void {
  expect(instance).toMatchObject({
    kind: 'worker',
    state: 'up',
    error: null,
    version: raw.version,
    pid: raw.pid,
    repairedPolls: 0,
  });
  expect(instance?.workers.map(({ id, pid, requests }) => ({ id, pid, requests }))).toEqual(
    raw.workers.map(({ pid, requests }, index) => ({ id: index + 1, pid: pid === 0 ? null : pid, requests })),
  );
}

function expectWhole({ bytes }: Reading): void {
  const decoded = decodeSnapshot(bytes);
  expect(decoded).toMatchObject({ ok: true, value: { repairs: 0, snapshot: { kind: 'worker' } } });
}

function open(text: string): Transport {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(address.failure.message);
  return openTransport(address.value);
}

async function read(transport: Transport): Promise<Reading> {
  const reading = await transport.read(new AbortController().signal);
  if (!reading.ok) throw new Error(`${reading.failure.code} ${reading.failure.detail ?? ''}`);
  return reading.value;
}
