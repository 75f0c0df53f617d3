import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import type { Observation, TargetLabel } from '../../src/model/observation';
import { allMetrics, metricsOf, type MetricsOptions } from '../../src/output/metrics';
import type { Sample } from '../../src/output/shelf';
import { decodeSnapshot } from '../../src/stats/decode';
import type { RawCore } from '../../src/stats/schema';
import { rawMetrics } from '../serve/raw-metrics';
import { keyOf } from '../serve/scraped';
import {
  busyCore,
  core,
  emperorObservation,
  epochSeconds,
  failedObservation,
  knownLimits,
  localFacts,
  observation,
  routerObservation,
  target,
  vassal,
  worker,
  workerDocument,
} from '../support/documents';
import { capture } from '../support/stats-server';

const usual = { nowMs: 1500, version: '1.2.3', perWorker: true, perCore: true, maxSeries: 10_000 };

const situationOf = (observations: readonly Observation[], label: TargetLabel = target): Situation =>
  observations.reduce(
    (known, one) => note(known, { ...one, targetId: label.id }, defaultSettings).situation,
    createSituation([label]),
  );

function served(
  observations: readonly Observation[],
  options: Partial<MetricsOptions> = {},
): ReadonlyMap<string, number> {
  return seriesOf(situationOf(observations), options);
}

function seriesOf(situation: Situation, options: Partial<MetricsOptions> = {}): ReadonlyMap<string, number> {
  const { families } = metricsOf(situation, { ...usual, ...options });
  const samples = families.flatMap(({ name, samples: all }) => all.map((sample) => keyed(name, sample)));
  expect(new Set(samples.map(([key]) => key)).size).toBe(samples.length);
  return new Map(samples);
}

const keyed = (name: string, { labels, sharedLabels, value }: Sample) =>
  [keyOf({ name, labels: { ...sharedLabels, ...labels } }), value] as const;

/** Of a metric of the target above, by the rest of its labels. */
function of(
  series: ReadonlyMap<string, number>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
) {
  return series.get(
    keyOf({ name, labels: { stats_uri: 'tcp://127.0.0.1:1717', target: 'shop', ...labels } }),
  );
}

const isShared = (key: string) => key.startsWith('uwsgi_') && !/^uwsgi_(up|exporter)/.test(key);

describe('the metrics of uwsgi_exporter', () => {
  test.each([
    'plain.t1.json',
    'kitchen.t1.json',
    'threads.t0.json',
    'gevent.t1.json',
    'stats-no-cores.json',
    'harakiri.after.json',
    'fifo.paused.json',
    'memreport.json',
    'plain-2.1.json',
    'broodlord.json',
  ])('of %s are what its JSON says', (name) => {
    const bytes = capture(name);
    const decoded = decodeSnapshot(bytes);
    if (!decoded.ok) throw new Error(decoded.failure.detail);
    const outcome = { ok: true, value: { ...decoded.value, bytes: bytes.length } } as const;
    const series = served([{ ...observation(workerDocument([]), 1000), outcome }]);
    const shared = new Map([...series].filter(([key]) => isShared(key)));
    const raw = JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
    expect(shared).toEqual(rawMetrics(raw, 'tcp://127.0.0.1:1717', 'shop'));
    expect(of(series, 'uwsgi_up')).toBe(1);
  });

  test('have no series for what an older uWSGI does not tell', () => {
    const series = served([observation(workerDocument([worker({ tx: undefined })]), 1000)]);
    expect(of(series, 'uwsgi_worker_transmitted_bytes_total', { worker_id: '1' })).toBeUndefined();
    expect(of(series, 'uwsgi_listen_queue_errors')).toBeUndefined();
    expect(of(series, 'uwsgi_worker_requests_total', { worker_id: '1' })).toBe(0);
  });

  test('tell the counters of a core apart, and what has grown while it rests', () => {
    const counters = {
      requests: 60,
      static_requests: 10,
      routed_requests: 20,
      offloaded_requests: 30,
      write_errors: 4,
      read_errors: 5,
    };
    const poll = (atMs: number, change: Partial<RawCore> = {}) =>
      observation(
        workerDocument([worker({ requests: 60, cores: [core({ ...counters, ...change })] })]),
        atMs,
      );
    const labels = { worker_id: '1', core_id: '0' };
    const series = served([poll(0), poll(1000), poll(2000, { write_errors: 6 })]);
    const told = Object.keys(counters).map((name) => [
      name,
      of(series, `uwsgi_worker_core_${name}_total`, labels),
    ]);
    expect(Object.fromEntries(told)).toEqual({ ...counters, write_errors: 6 });
  });

  test('name a place for a worker that was never spawned nowhere', () => {
    const parked = worker({ id: 0, pid: 0, status: 'cheap' });
    const series = served([observation(workerDocument([worker(), parked]), 1000)]);
    expect(of(series, 'uwsgi_workers')).toBe(1);
    expect([...series.keys()].filter((key) => key.includes('"worker_id":"2"'))).toEqual([]);
  });
});

describe("uwtop's own", () => {
  const limits = knownLimits({ 'max-requests': 100, harakiri: 30 });
  const first = worker({ requests: 10, delta_requests: 10, running_time: 1_000_000 });
  const busy = worker({
    requests: 20,
    delta_requests: 20,
    running_time: 3_000_000,
    cores: [busyCore(-4, { requests: 20 })],
  });
  const polls = [
    observation(workerDocument([first]), 0, { limits }),
    observation(workerDocument([busy]), 1000, { limits, latencyMs: 3 }),
  ];

  test('say what the model knows, in base units', () => {
    const series = served(polls);
    expect(of(series, 'uwtop_busyness_ratio')).toBeCloseTo(1);
    expect(of(series, 'uwtop_busy_workers_ratio')).toBe(1);
    expect(of(series, 'uwtop_service_time_seconds')).toBeCloseTo(0.2);
    expect(of(series, 'uwtop_requests_total')).toBe(20);
    expect(of(series, 'uwtop_running_time_seconds_total')).toBe(3);
    expect(of(series, 'uwtop_workers', { activity: 'busy' })).toBe(1);
    expect(of(series, 'uwtop_workers', { activity: 'idle' })).toBe(0);
    expect(of(series, 'uwtop_requests_in_flight')).toBe(1);
    expect(of(series, 'uwtop_poll_duration_seconds')).toBe(0.003);
    expect(of(series, 'uwtop_observation_age_seconds')).toBe(0.5);
    expect(of(series, 'uwtop_worker_busyness_ratio', { worker_id: '1' })).toBeCloseTo(1);
  });

  test('of a worker whose rates are not known yet there are none', () => {
    const series = served(polls.slice(0, 1));
    expect(of(series, 'uwtop_busyness_ratio')).toBeUndefined();
    expect(of(series, 'uwtop_service_time_seconds')).toBeUndefined();
    expect(of(series, 'uwtop_requests_total')).toBe(10);
  });

  test('tell the time that is left by limit, of the instance that of the worker which is first', () => {
    const other = worker({ id: 2, pid: 101, cores: [busyCore(-20)] });
    const series = served([observation(workerDocument([busy, other]), 0, { limits })]);
    const eta = (name: string, labels = {}) => of(series, name, { limit: 'harakiri', ...labels }) ?? NaN;
    expect(eta('uwtop_worker_forecast_seconds', { worker_id: '1' })).toBeGreaterThan(20);
    expect(eta('uwtop_worker_forecast_seconds', { worker_id: '2' })).toBeLessThan(12);
    expect(eta('uwtop_forecast_seconds')).toBe(eta('uwtop_worker_forecast_seconds', { worker_id: '2' }));
    expect(of(series, 'uwtop_oldest_request_seconds')).toBeGreaterThan(19);
  });

  test('count respawns by cause, from 0 on, for as long as it is watched', () => {
    const respawned = worker({
      pid: 500,
      requests: 110,
      running_time: 2_000_000,
      delta_requests: 5,
      respawn_count: 2,
      last_spawn: epochSeconds + 1,
    });
    const late = worker({ ...first, requests: 104, delta_requests: 104 });
    const before = served([observation(workerDocument([late]), 0, { limits })]);
    expect(of(before, 'uwtop_respawns_total', { cause: 'max-requests' })).toBe(0);
    const all = [
      observation(workerDocument([late]), 0, { limits }),
      observation(workerDocument([respawned]), 2000, { limits }),
    ];
    expect(of(served(all), 'uwtop_respawns_total', { cause: 'max-requests' })).toBe(1);
    expect(of(served(all), 'uwtop_respawns_total', { cause: 'crash' })).toBe(0);
    const gone = [...all, failedObservation(3000)];
    expect(of(served(gone), 'uwtop_respawns_total', { cause: 'max-requests' })).toBe(1);
  });

  test('count the alerts that stand by rule and severity', () => {
    const long = worker({ cores: [busyCore(-28)] });
    const series = served([observation(workerDocument([long]), 0, { limits })]);
    expect(of(series, 'uwtop_alerts', { rule: 'request-age', severity: 'critical' })).toBe(1);
  });

  test('tell the queue of a UNIX socket as the kernel does', () => {
    const document = workerDocument([worker()], {
      sockets: [
        { name: '/run/shop.sock', proto: 'uwsgi', queue: 0, max_queue: 0, shared: 0, can_offload: 0 },
      ],
    });
    const host = localFacts({ queues: [{ socket: '/run/shop.sock', length: 7, source: '/proc/net/unix' }] });
    const series = served([observation(document, 0, { host })]);
    const labels = { socket: '/run/shop.sock', source: '/proc/net/unix' };
    expect(of(series, 'uwtop_listen_queue_length', labels)).toBe(7);
    expect(of(series, 'uwtop_listen_queue_max_length', labels)).toBeUndefined();
  });

  test('tell of an emperor its vassals, of a router its nodes, and of both no workers', () => {
    const emperor = served([emperorObservation([vassal('a.ini'), vassal('b.ini', { cursed: 1 })], 0)]);
    expect(of(emperor, 'uwtop_vassals', { state: 'cursed' })).toBe(1);
    expect(of(emperor, 'uwtop_vassals', { state: 'blacklisted' })).toBe(0);
    expect(of(emperor, 'uwsgi_workers')).toBeUndefined();
    const subscription = { key: 'shop', hits: 5, nodes: [{ name: '10.0.0.1:3031' }] };
    const router = served([routerObservation([subscription], 0, { active_sessions: 3 })]);
    expect(of(router, 'uwtop_router_sessions')).toBe(3);
    expect(of(router, 'uwtop_nodes')).toBe(1);
    expect(of(router, 'uwtop_failing_nodes')).toBe(0);
  });
});

describe('a target that does not answer', () => {
  const answered = observation(workerDocument([worker()]), 0);

  test('is not up, and nothing older is passed off as now', () => {
    const series = served([answered, failedObservation(1000)]);
    expect(of(series, 'uwsgi_up')).toBe(0);
    expect(of(series, 'uwsgi_exporter_last_scrape_error')).toBe(1);
    expect(of(series, 'uwsgi_exporter_scrapes_total')).toBe(2);
    expect(of(series, 'uwsgi_exporter_scrape_errors_total')).toBe(1);
    expect(of(series, 'uwtop_observation_age_seconds')).toBe(1.5);
    for (const name of ['uwsgi_workers', 'uwtop_requests_total', 'uwtop_poll_duration_seconds'])
      expect(of(series, name)).toBeUndefined();
    expect([...series.keys()].filter((key) => key.includes('worker_id'))).toEqual([]);
  });

  test('is neither up nor down before it was asked', () => {
    expect(of(served([]), 'uwsgi_up')).toBeUndefined();
  });
});

describe('labels', () => {
  test.each([
    ['127.0.0.1:1717', 'tcp://127.0.0.1:1717'],
    ['/run/shop.sock', 'unix:///run/shop.sock'],
    ['unix:shop.sock', 'unix://shop.sock'],
    ['http://127.0.0.1:1717', 'http://127.0.0.1:1717'],
    ['file:/tmp/a.json', 'file:///tmp/a.json'],
    ['ssh://far/:1717', 'ssh://far/:1717'],
    ['@shop', '@shop'],
  ])('stats_uri of %s is %s', (address, uri) => {
    const { families } = metricsOf(createSituation([{ ...target, address, group: 'web' }]), usual);
    const [sample] = families.find(({ name }) => name === 'uwtop_target_info')?.samples ?? [];
    expect(sample?.sharedLabels).toEqual({ stats_uri: uri, target: 'shop', group: 'web' });
  });

  test('those of a targets file are told once for each target', () => {
    const labels = { env: 'prod', 'data-center': 'eu\n1' };
    const series = seriesOf(createSituation([{ ...target, labels }]));
    const told = { kind: '', version: '', label_env: 'prod', label_data_center: 'eu?1' };
    expect(of(series, 'uwtop_target_info', told)).toBe(1);
    expect([...series.keys()].filter((key) => key.includes('label_env'))).toHaveLength(1);
  });

  test('two targets never have the same series', () => {
    const twins = [target, { ...target, id: 'other' }];
    const series = seriesOf(createSituation(twins));
    expect([...series.keys()].filter((key) => key.startsWith('uwtop_target_info'))).toHaveLength(2);
  });

  test('foreign text in them is clean and short, and what is alike is told once', () => {
    const socket = { proto: 'http', queue: 1, max_queue: 100, shared: 0, can_offload: 0 };
    const sockets = [
      { ...socket, name: 'a\x1b[31m\n' },
      { ...socket, name: 'a\x1b[31m\n', queue: 9 },
      { ...socket, name: 'b'.repeat(5000) },
    ];
    const series = served([observation(workerDocument([worker()], { sockets }), 0)]);
    expect(of(series, 'uwsgi_socket_queue_length', { name: 'a?[31m?', proto: 'http' })).toBe(1);
    expect(of(series, 'uwsgi_socket_queue_length', { name: 'b'.repeat(200), proto: 'http' })).toBe(1);
  });
});

describe('the number of series', () => {
  const fleet = ['a', 'b', 'c'].map((id) => ({ ...target, id, address: `${id}:1717` }));
  const situation = fleet.reduce((known, { id }) => {
    const document = workerDocument([worker(), worker({ id: 2, pid: 101 })]);
    return note(known, { ...observation(document, 0), targetId: id }, defaultSettings).situation;
  }, createSituation(fleet));
  const count = (options: Partial<MetricsOptions>) => metricsOf(situation, { ...usual, ...options });

  test('is less without workers and cores', () => {
    const names = (options: Partial<MetricsOptions>) => count(options).families.map(({ name }) => name);
    expect(names({ perWorker: false, perCore: false }).join(' ')).not.toMatch(/_worker_/);
    expect(names({ perCore: false }).join(' ')).not.toMatch(/_core_/);
    expect(names({}).join(' ')).toMatch(/_core_/);
  });

  test('has a bound, which leaves out the workers of whole targets and says so', () => {
    const least = count({ perWorker: false, perCore: false }).series;
    const whole = count({ perCore: false });
    const bound = Math.floor((least + whole.series) / 2);
    const cut = count({ perCore: false, maxSeries: bound });
    expect(cut.series).toBeLessThanOrEqual(bound + 3);
    expect(cut.leftOut).toBe(whole.series - cut.series);
    const workers = cut.families.find(({ name }) => name === 'uwsgi_worker_requests_total')?.samples ?? [];
    expect(workers.map(({ sharedLabels }) => sharedLabels['stats_uri'])).toEqual([
      'tcp://a:1717',
      'tcp://a:1717',
    ]);
    const own = cut.families.find(({ name }) => name === 'uwtop_series_left_out')?.samples;
    expect(own?.[0]?.value).toBe(cut.leftOut);
    const up = cut.families.find(({ name }) => name === 'uwsgi_up')?.samples;
    expect(up).toHaveLength(3);
  });

  test('never hides whether a target is up, however small the bound is', () => {
    const up = count({ maxSeries: 1 }).families.find(({ name }) => name === 'uwsgi_up')?.samples;
    expect(up?.map(({ value }) => value)).toEqual([1, 1, 1]);
  });

  test('counts cores of one number as several, beside those that have another', () => {
    const twice = { ...worker().cores?.[0], id: 0, in_request: 0 };
    const document = workerDocument([worker({ cores: [twice, twice, { ...twice, id: 1 }] })]);
    const { families } = metricsOf(situationOf([observation(document, 0)]), usual);
    const cores = families.find(({ name }) => name === 'uwsgi_worker_core_busy')?.samples ?? [];
    expect(new Set(cores.map(({ labels }) => labels['core_id'])).size).toBe(3);
  });
});

test('every metric has a name and a help of its own, and counters end as they should', () => {
  expect(new Set(allMetrics.map(({ name }) => name)).size).toBe(allMetrics.length);
  for (const { name, type, help } of allMetrics) {
    expect(name).toMatch(/^(uwsgi|uwtop)_[a-z_]+$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(help).toMatch(/\.$/);
  }
});
