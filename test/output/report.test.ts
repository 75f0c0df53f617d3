import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { emptyBook } from '../../src/alerts/book';
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import type { Observation } from '../../src/model/observation';
import { type Report, reportJsonSchema, reportSchema } from '../../src/output/contract';
import { plainTable } from '../../src/output/plain-table';
import { reportOf } from '../../src/output/report';
import { decodeSnapshot } from '../../src/stats/decode';
import { observed, twoPolls } from '../columns/extreme-workers';
import {
  busyCore,
  core,
  epochMs,
  failedObservation,
  observation,
  target,
  worker,
  workerDocument,
} from '../support/documents';

const time = { wallMs: epochMs, intervalMs: 500 };
const noted = (situation: Situation, observation: Observation): Situation =>
  note(situation, observation, defaultSettings).situation;
const report = (...observations: readonly Observation[]): Report =>
  reportOf(observations.reduce(noted, createSituation([target])), time);
const only = ({ instances: [instance] }: Report) => {
  if (instance === undefined) throw new Error('no instance');
  return instance;
};

const captures = join(__dirname, '../fixtures/captures');
const captureNames = readdirSync(captures).filter((name) => /\.json(\.gz)?$/.test(name));

function situationOfCapture(name: string): Situation {
  const stored = readFileSync(join(captures, name));
  const result = decodeSnapshot(new Uint8Array(name.endsWith('.gz') ? gunzipSync(stored) : stored));
  if (!result.ok) throw new Error(`${name}: ${result.failure.detail}`);
  const { snapshot, repairs } = result.value;
  const outcome = { ok: true, value: { snapshot, repairs, bytes: stored.length } } as const;
  return [0, 1000].reduce(
    (known, atMs) => noted(known, { ...observation(workerDocument([]), atMs), outcome }),
    createSituation([target]),
  );
}

/** What the JSON Schema demands, as far as a script relies on it: that every promised key is there. */
interface JsonSchema {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

function missingKeys(value: unknown, schema: JsonSchema, place = ''): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => missingKeys(item, schema.items ?? {}, `${place}[${index}]`));
  }
  const inner = schema.anyOf?.find(({ type }) => type === 'object') ?? schema;
  if (typeof value !== 'object') return [];
  const missing = (inner.required ?? []).filter((key) => !Object.hasOwn(value, key));
  const below = Object.entries(value).flatMap(([key, item]) =>
    missingKeys(item, inner.properties?.[key] ?? {}, `${place}.${key}`),
  );
  return [...missing.map((key) => `${place}.${key}`), ...below];
}

/** Places of what JSON cannot say, or says as something else. */
function unsayable(value: unknown, place = ''): string[] {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return [place];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => unsayable(item, `${place}.${key}`));
}

function expectSound(made: Report): void {
  expect(reportSchema.safeParse(made).error?.issues).toBeUndefined();
  expect(missingKeys(made, reportJsonSchema() as JsonSchema)).toEqual([]);
  expect(unsayable(made)).toEqual([]);
  expect(JSON.parse(JSON.stringify(made))).toEqual(made);
}

describe('the report keeps its contract', () => {
  test.each(captureNames)('of what a real uWSGI printed: %s', (name) => {
    expectSound(reportOf(situationOfCapture(name), time));
  });

  test('of whatever a server may count', () => {
    fc.assert(
      fc.property(twoPolls, (polls) => {
        expectSound(
          reportOf(
            { fleet: { instances: new Map([['shop', observed(polls)]]) }, alerts: emptyBook, past: [] },
            time,
          ),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('of a target that was not asked, and of none at all', () => {
    expectSound(report());
    expectSound(reportOf(createSituation([]), time));
  });

  test('and the JSON Schema promises every key that DESIGN names', () => {
    const schema = reportJsonSchema() as JsonSchema;
    expect(schema.required).toEqual(['schemaVersion', 'takenAt', 'intervalSeconds', 'instances']);
    expect(schema.properties?.['instances']?.items?.required).toEqual(
      expect.arrayContaining([
        'name',
        'target',
        'kind',
        'state',
        'error',
        'totals',
        'limits',
        'workers',
        'alerts',
      ]),
    );
  });
});

test('the time is ISO 8601 and the interval in seconds', () => {
  expect(report()).toMatchObject({
    schemaVersion: 1,
    takenAt: '2027-01-15T08:00:00.000Z',
    intervalSeconds: 0.5,
  });
});

test('the group is that of the target, where it has one', () => {
  const grouped = createSituation([
    { ...target, group: 'web' },
    { ...target, id: 'other' },
  ]);
  expect(reportOf(grouped, time).instances.map(({ group }) => group)).toEqual(['web', null]);
});

test('rates, busyness and requests in flight are those of the model', () => {
  const cores = [core(), busyCore(-10, { id: 1 })];
  const made = only(
    report(
      observation(workerDocument([worker({ requests: 10, tx: 1000, cores })]), 0),
      observation(workerDocument([worker({ requests: 20, tx: 3000, cores, running_time: 500_000 })]), 1000),
    ),
  );
  expect(made).toMatchObject({ state: 'up', kind: 'worker', version: '2.0.21', pid: 99, error: null });
  expect(made.totals).toMatchObject({
    workers: 1,
    active: 1,
    busy: 1,
    idle: 0,
    requestsPerSecond: 10,
    serviceTimeMs: 50,
    txBytesPerSecond: 2000,
    busyRatio: 1,
    slotUse: 0.5,
    busyness: 0.75,
  });
  expect(made.workers[0]).toMatchObject({ id: 1, pid: 100, state: 'busy', requests: 20 });
  const [flight] = made.workers[0]?.inFlight ?? [];
  expect(flight).toMatchObject({ core: 1, method: 'GET', uri: '/cart' });
  expect(Math.round(flight?.ageSeconds ?? 0)).toBeGreaterThanOrEqual(10);
});

describe('what is not known is null', () => {
  test('rates after one poll', () => {
    const made = only(report(observation(workerDocument([worker({ requests: 5 })]), 0)));
    expect(made.totals).toMatchObject({
      requestsPerSecond: null,
      serviceTimeMs: null,
      busyness: null,
      txBytesPerSecond: null,
      exceptionsPerSecond: null,
    });
    expect(made.workers[0]).toMatchObject({ busyness: null, requestsPerSecond: null, requests: 5 });
  });

  test('rates across a reload', () => {
    const made = only(
      report(
        observation(workerDocument([worker({ requests: 500 })]), 0),
        observation(workerDocument([worker({ requests: 3 })]), 1000),
      ),
    );
    expect([made.totals?.requestsPerSecond, made.totals?.busyness]).toEqual([null, null]);
  });

  test('memory without memory-report, the queue of UNIX sockets, the pid of who has no process', () => {
    const parked = worker({ id: 0, pid: 0, status: 'cheap', rss: 0, respawn_count: 0, last_spawn: 0 });
    const sockets = [{ name: '/run/app.sock', queue: 0, max_queue: 0 }];
    const made = only(report(observation(workerDocument([parked], { sockets }), 0)));
    expect(made.totals).toMatchObject({ rssBytes: null, listenQueue: null, listenQueueMax: null });
    expect(made.workers[0]).toMatchObject({ pid: null, rssBytes: null, rssSource: null, ageSeconds: null });
  });

  test('the ratio of no active worker at all', () => {
    const made = only(report(observation(workerDocument([]), 0)));
    expect(made.totals).toMatchObject({
      workers: 0,
      active: 0,
      busyRatio: null,
      slotUse: null,
      busyness: null,
    });
  });

  test('but 0 is 0: nothing was asked of an idle worker', () => {
    const made = only(
      report(
        observation(workerDocument([worker()]), 0),
        observation(
          workerDocument([worker()], { sockets: [{ name: ':80', queue: 0, max_queue: 100 }] }),
          1000,
        ),
      ),
    );
    expect(made.totals).toMatchObject({
      requestsPerSecond: 0,
      busyness: 0,
      listenQueue: 0,
      listenQueueMax: 100,
    });
    expect(made.totals?.serviceTimeMs).toBeNull();
  });
});

describe('a target that failed', () => {
  test('and never answered is down, with the reason and without numbers', () => {
    const made = only(report(failedObservation(0)));
    expect(made).toMatchObject({ state: 'down', kind: null, totals: null, version: null, workers: [] });
    expect(made.error?.code).toBe('refused');
    expect(made.error?.message).toContain('127.0.0.1:1717');
  });

  test('keeps its last numbers and says that they are old', () => {
    const made = only(
      report(observation(workerDocument([worker({ requests: 7 })]), 0), failedObservation(1000)),
    );
    expect([made.state, made.error?.code, made.workers[0]?.requests]).toEqual(['stale', 'refused', 7]);
  });

  test('and answers again has no error', () => {
    const good = (atMs: number) => observation(workerDocument([worker()]), atMs);
    expect(only(report(good(0), failedObservation(1000), good(2000)))).toMatchObject({
      state: 'up',
      error: null,
    });
  });
});

test('secrets in an address are told to who asked for them only', () => {
  const vars = ['REQUEST_METHOD=GET', 'REQUEST_URI=/cart?token=s3c&page=2', 'HTTP_COOKIE=s3c'];
  const polled = observation(workerDocument([worker({ cores: [busyCore(0, { vars })] })]), 20_000);
  const situation = noted(createSituation([target]), polled);
  const told = (showSecrets?: boolean) =>
    only(reportOf(situation, { ...time, ...(showSecrets !== undefined && { showSecrets }) }));
  for (const masked of [told(), told(false)]) expect(JSON.stringify(masked)).not.toContain('s3c');
  expect(told().workers[0]?.inFlight[0]?.uri).toBe('/cart?token=***&page=2');
  expect(told(true).workers[0]?.inFlight[0]?.uri).toBe('/cart?token=s3c&page=2');
  expect(plainTable(situation, 160)).toContain('/cart?token=***');
  expect(plainTable(situation, 160, { showSecrets: true })).toContain('/cart?token=s3c');
});
