import { holdRequest, type HeldRequest } from '../support/load';
import { runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';
import { readStatsText } from '../support/stats';
import type { RunningUwsgi } from '../support/uwsgi';
import { type Moment, watchTarget } from '../support/watching';

jest.setTimeout(60_000);

const processes = 4;
/** A title set in a header; the same in the path, as any browser sends it; C1 controls, broken UTF-8, markup of a screen. */
const requests = [
  { path: '/held?wait=60', headers: 'X-A: \x1b]0;x\x07\r\nHost: here\r\n' },
  { path: '/x%1b%5d0;pwned%07?wait=60', headers: 'Host: here\r\n' },
  { path: '/y\x9b31m\xc2\x9b31m\xff%00{red-fg}?wait=60', headers: 'Host: \x1b[2J\x9d0;z\x9c\r\n' },
] as const;

describe.each(['tcp', 'unix'] as const)('hostile requests in flight, stats over %s', (stats) => {
  const start = serversOfThisFile();
  let uwsgi: RunningUwsgi;
  let held: HeldRequest[];

  beforeAll(async () => {
    uwsgi = await start({ options: { processes }, stats, name: 'hostile' });
    held = requests.map(({ path, headers }) =>
      holdRequest({
        port: uwsgi.httpPort,
        path: Buffer.from(path, 'latin1'),
        headers: Buffer.from(headers, 'latin1'),
      }),
    );
    const watch = watchTarget(uwsgi.statsAddress, { intervalMs: 100 });
    await watch.until(({ instance }) => instance.seen?.totals?.requestsInFlight === requests.length);
    await watch.stop();
  });

  afterAll(() => held.forEach((request) => request.abort()));

  test('are really hostile', async () => {
    const text = await readStatsText(uwsgi.statsAddress);
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(text).toContain('PATH_INFO=/x\x1b]0;pwned\x07');
    expect(text).toContain('HTTP_X_A=\x1b]0;x\x07');
  });

  test('every poll is mended, shows every worker, and holds no control character', async () => {
    const watch = watchTarget(uwsgi.statsAddress, { intervalMs: 100 });
    await watch.polls(20);
    const moments = await watch.stop();
    expect(moments.length).toBeGreaterThanOrEqual(20);
    for (const moment of moments) expectMended(moment);
    expect(moments.at(-1)?.instance.polls.repaired).toBe(moments.length);
  });

  test.each([
    ['table', []],
    ['--json', ['--json']],
    ['--ndjson', ['--ndjson', '-n', '3']],
  ] as const)('once prints its %s without a control byte', async (_, options) => {
    const { exitCode, stdout, stderr } = await runProgram([
      'once',
      '-i',
      '0.2',
      ...options,
      uwsgi.statsAddress,
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(controlBytes(stdout)).toEqual([]);
    const text = stdout.toString();
    expect(Buffer.from(text).equals(stdout)).toBe(true);
    expect(text).toContain('/x%1b%5d0;pwned%07');
    expect(text).toContain('{red-fg}');
    expect(text).not.toMatch(forbidden);
  });
});

function expectMended({ observation, instance }: Moment): void {
  if (!observation.outcome.ok) throw new Error(JSON.stringify(observation.outcome.failure));
  expect(observation.outcome.value.repairs).toBeGreaterThan(0);
  const workers = instance.seen?.workers ?? [];
  expect(workers).toHaveLength(processes);
  expect(workers.filter(({ activity }) => activity === 'busy')).toHaveLength(requests.length);
  const flights = workers.flatMap((worker) => worker.flights);
  expect(flights.map(({ uri }) => uri)).toEqual(
    expect.arrayContaining(['/held?wait=60', '/x%1b%5d0;pwned%07?wait=60']),
  );
  for (const { method, uri, host } of flights) expect(`${method} ${uri} ${host}`).not.toMatch(forbidden);
}

/** C0 but for the line feed, DEL, and C1: as characters, for UTF-8 hides C1 in two innocent bytes. */
const forbidden = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

const controlBytes = (bytes: Uint8Array): number[] =>
  [...bytes].filter((byte) => (byte < 0x20 && byte !== 0x0a) || byte === 0x7f);
