/** A document of each kind in which every field stands that uwtop reads: small, so that many can be read. */

const second = 1_800_000_000;

const app = {
  id: 0,
  modifier1: 0,
  mountpoint: '/shop',
  startup_time: 1,
  requests: 7,
  exceptions: 0,
  chdir: '/srv',
};

const variables = ['REQUEST_METHOD=GET', 'REQUEST_URI=/cart?a=1', 'HTTP_HOST=shop', 'HTTP_X=1', ''];

const cores = [
  {
    ...{ id: 0, requests: 7, static_requests: 0, routed_requests: 0, offloaded_requests: 0 },
    ...{ write_errors: 0, read_errors: 0, in_request: 1, vars: variables },
    req_info: { request_start: second - 20 },
  },
  { id: 1, requests: 2, in_request: 0, vars: [], req_info: {} },
];

const worker = {
  ...{ id: 1, pid: 101, accepting: 1, requests: 7, delta_requests: 7, exceptions: 0, harakiri_count: 0 },
  ...{ signals: 0, signal_queue: 0, status: 'busy', rss: 2 ** 24, vsz: 2 ** 26, uss: 2 ** 22, pss: 2 ** 23 },
  ...{ running_time: 70_000, last_spawn: second - 60, respawn_count: 1, tx: 1234, avg_rt: 10_000 },
  ...{ apps: [app], cores },
};

const legion = {
  ...{ legion: 'quorum', addr: '225.1.1.1:4242', uuid: 'u1', valor: 1, checksum: 1, quorum: 1 },
  ...{ i_am_the_lord: second, lord_valor: 1, lord_uuid: 'u2', nodes: ['10.0.0.2:4242'] },
  members: [{ name: 'other', uuid: 'u3', valor: 2, checksum: 1, last_seen: second }],
};

export const workerTemplate = {
  ...{ version: '2.0.21', listen_queue: 3, listen_queue_errors: 1, signal_queue: 0, load: 0 },
  ...{ pid: 99, uid: 33, gid: 33, cwd: '/srv/shop' },
  daemons: [{ cmd: 'celery -A shop', pid: 9, respawns: 1 }],
  locks: [{ 'user 0': 0 }, { signal: 101 }],
  caches: [
    {
      name: 'pages',
      hash: 'djb33x',
      items: 5,
      max_items: 10,
      hits: 4,
      miss: 3,
      full: 1,
      hashsize: 65_536,
      keysize: 2048,
      blocks: 10,
      blocksize: 65_536,
      last_modified_at: second,
    },
  ],
  metrics: { 'worker.1.requests': { type: 0, oid: '5.3', value: 7 } },
  sockets: [{ name: '127.0.0.1:8000', proto: 'uwsgi', queue: 90, max_queue: 100, shared: 0, can_offload: 0 }],
  workers: [worker, { ...worker, id: 2, pid: 102, status: 'idle', cores: [cores[1]] }],
  spoolers: [{ dir: '/var/spool/shop', pid: 7, tasks: 2, respawns: 0, running: 1 }],
  crons: [
    {
      ...{ minute: -1, hour: 4, day: -1, month: -1, week: -1, command: 'clean-up', unique: 0 },
      ...{ legion: 'quorum', pid: 12, started_at: second - 5 },
    },
  ],
  legions: [legion],
};

export const emperorTemplate = {
  ...{ version: '2.0.21', pid: 77, uid: 0, gid: 0, cwd: '/etc/uwsgi' },
  ...{ emperor: ['/etc/uwsgi/vassals', 'pg://host=db'], emperor_tyrant: 0, throttle_level: 0 },
  vassals: [
    {
      ...{ id: 'shop.ini', pid: 700, born: second - 60, last_mod: 1, last_heartbeat: 0, loyal: 1, ready: 1 },
      ...{ accepting: 1, last_loyal: 2, last_ready: second - 50, last_accepting: 2, first_run: second - 60 },
      ...{ last_run: second - 60, cursed: 0, zerg: 0, on_demand: '/run/shop.sock', uid: 33, gid: 33 },
      ...{ monitor: '/etc/uwsgi/vassals', respawns: 0 },
    },
    { id: 'jobs.ini', pid: 701, ready: 0, accepting: 0, loyal: 0, cursed: second - 5, on_demand: '' },
  ],
  blacklist: [
    { id: 'jobs.ini', throttle_level: 3000, attempt: 4, first_attempt: second - 90, last_attempt: second },
  ],
};

const node = {
  ...{ name: '10.0.0.5:3031', modifier1: 0, modifier2: 0, last_check: second, pid: 5, uid: 0, gid: 0 },
  ...{ requests: 6, last_requests: 6, tx: 320, rx: 1759, cores: 2, load: 1, weight: 1, wrr: 0, ref: 1 },
  ...{ failcnt: 0, death_mark: 0 },
};

const gateway = (kind: string) => ({
  ...{ version: '2.0.21', pid: 78, uid: 0, gid: 0, cwd: '/srv', active_sessions: 2, [kind]: ['0.0.0.0:80'] },
  subscriptions: [{ key: 'shop.example', hash: 48534, hits: 3, nodes: [node, { ...node, name: 'b' }] }],
  cheap: 0,
});

export const templates: Readonly<Record<string, object>> = {
  worker: workerTemplate,
  emperor: emperorTemplate,
  ...Object.fromEntries(
    ['http', 'fastrouter', 'rawrouter', 'sslrouter'].map((kind) => [kind, gateway(kind)]),
  ),
};
