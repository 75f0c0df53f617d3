/**
 * What uwsgi_exporter serves for a document, computed from the raw JSON by its rules: see its collector. Where it says 0 for
 * what the document does not tell, nothing is expected.
 */
import { keyOf } from './scraped';

interface Raw {
  readonly [key: string]: unknown;
}

const list = (value: unknown): readonly Raw[] => (Array.isArray(value) ? (value as Raw[]) : []);

export function rawMetrics(document: Raw, statsUri: string, target: string): ReadonlyMap<string, number> {
  const expected = new Map<string, number>();
  const put = (name: string, labels: Readonly<Record<string, string>>, value: unknown) => {
    const key = keyOf({ name: `uwsgi_${name}`, labels: { stats_uri: statsUri, target, ...labels } });
    if (typeof value === 'number' && !expected.has(key)) expected.set(key, value);
  };
  const workers = list(document['workers']).filter(({ id }) => id !== 0);
  put('listen_queue_length', {}, document['listen_queue']);
  put('listen_queue_errors', {}, document['listen_queue_errors']);
  put('signal_queue_length', {}, document['signal_queue']);
  put('workers', {}, workers.length);
  for (const { name, proto, ...socket } of list(document['sockets'])) {
    const labels = { name: String(name), proto: String(proto) };
    put('socket_queue_length', labels, socket['queue']);
    put('socket_max_queue_length', labels, socket['max_queue']);
    put('socket_shared', labels, socket['shared']);
    put('socket_can_offload', labels, socket['can_offload']);
  }
  for (const { name, ...cache } of list(document['caches'])) {
    const labels = { name: String(name) };
    put('cache_hits', labels, cache['hits']);
    put('cache_misses', labels, cache['miss']);
    for (const key of ['full', 'items', 'max_items']) put(`cache_${key}`, labels, cache[key]);
  }
  for (const worker of workers) putWorker(put, worker);
  return expected;
}

type Put = (name: string, labels: Readonly<Record<string, string>>, value: unknown) => void;

function putWorker(put: Put, worker: Raw): void {
  const labels = { worker_id: String(worker['id']) };
  const of = (name: string, value: unknown) => {
    put(`worker_${name}`, labels, value);
  };
  for (const key of ['accepting', 'delta_requests']) of(key, worker[key]);
  of('signal_queue_length', worker['signal_queue']);
  of('rss_bytes', worker['rss']);
  of('vsz_bytes', worker['vsz']);
  of('running_time_seconds', Number(worker['running_time']) / 1_000_000);
  of('last_spawn_time_seconds', worker['last_spawn']);
  of('average_response_time_seconds', Number(worker['avg_rt']) / 1_000_000);
  for (const status of ['busy', 'idle', 'cheap']) of(status, worker['status'] === status ? 1 : 0);
  for (const key of ['requests', 'exceptions', 'harakiri_count', 'signals', 'respawn_count'])
    of(`${key}_total`, worker[key]);
  of('transmitted_bytes_total', worker['tx']);
  of('apps', list(worker['apps']).length);
  of('cores', list(worker['cores']).length);
  for (const app of list(worker['apps'])) {
    const appLabels = {
      ...labels,
      app_id: String(app['id']),
      mountpoint: String(app['mountpoint']),
      chdir: String(app['chdir']),
    };
    put('worker_app_startup_time_seconds', appLabels, app['startup_time']);
    put('worker_app_requests_total', appLabels, app['requests']);
    put('worker_app_exceptions_total', appLabels, app['exceptions']);
  }
  for (const core of list(worker['cores'])) {
    const coreLabels = { ...labels, core_id: String(core['id']) };
    put('worker_core_busy', coreLabels, core['in_request']);
    for (const kind of ['', 'static_', 'routed_', 'offloaded_'])
      put(`worker_core_${kind}requests_total`, coreLabels, core[`${kind}requests`]);
    for (const kind of ['write_errors', 'read_errors'])
      put(`worker_core_${kind}_total`, coreLabels, core[kind]);
  }
}
