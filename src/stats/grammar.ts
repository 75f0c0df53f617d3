/**
 * What uWSGI prints, key by key, in the order in which it prints it (1.9.21 to 2.1-dev; a key that only some versions or
 * configurations print carries a question mark). Repairing relies on the order: a value printed without escapes ends
 * where the next key begins, whatever quotes it holds.
 */

/**
 * A `word` is printed by uWSGI itself and holds nothing odd; `raw` text comes from the system's configuration and is
 * printed as it is; `escaped` text comes from requests and commands and has its quotes and backslashes escaped.
 */
export type Scalar = 'number' | 'word' | 'raw' | 'escaped';
export type Kind = Scalar | Shape | List | Entries;

export interface Field {
  readonly key: string;
  readonly kind: Kind;
  readonly optional: boolean;
}

/** An object with known keys. */
export interface Shape {
  readonly is: 'shape';
  readonly fields: readonly Field[];
}

export interface List {
  readonly is: 'list';
  readonly item: 'raw' | 'escaped' | Shape | Entries;
}

/** An object whose keys are names, printed raw: of locks, of metrics, of a vassal's attributes. */
export interface Entries {
  readonly is: 'entries';
  readonly value: 'number' | 'raw' | Shape;
  /** The attributes of a vassal are pairs between square brackets. */
  readonly bracket: '{' | '[';
  /** The key that always comes first, where there is one. */
  readonly first?: string;
}

const shape = (order: string, kinds: Readonly<Record<string, Kind>> = {}): Shape => ({
  is: 'shape',
  fields: order.split(/\s+/).map((word) => {
    const optional = word.endsWith('?');
    const key = optional ? word.slice(0, -1) : word;
    return { key, kind: kinds[key] ?? 'number', optional };
  }),
});

const list = (item: List['item']): List => ({ is: 'list', item });

const lock: Entries = { is: 'entries', value: 'number', bracket: '{', first: 'user 0' };
const attributes: Entries = { is: 'entries', value: 'raw', bracket: '[' };
const metrics: Entries = { is: 'entries', value: shape('type oid value', { oid: 'raw' }), bracket: '{' };

const daemon = shape('cmd pid respawns', { cmd: 'escaped' });
const socket = shape('name proto queue max_queue? shared can_offload', { name: 'raw', proto: 'word' });
const spooler = shape('dir pid tasks respawns running', { dir: 'raw' });
const cache = shape(
  'name hash hashsize keysize max_items blocks blocksize items hits miss full last_modified_at',
  { name: 'raw', hash: 'word' },
);
const cron = shape('minute hour day month week command unique legion? pid started_at', {
  command: 'escaped',
  legion: 'raw',
});

const app = shape('id modifier1 mountpoint startup_time requests exceptions chdir', {
  mountpoint: 'raw',
  chdir: 'raw',
});
const core = shape(
  'id requests static_requests routed_requests offloaded_requests write_errors read_errors in_request vars req_info?',
  { vars: list('escaped'), req_info: shape('request_start?') },
);
const worker = shape(
  'id pid accepting requests delta_requests exceptions harakiri_count signals signal_queue status rss vsz uss? pss? ' +
    'running_time last_spawn respawn_count tx avg_rt apps cores?',
  { status: 'word', apps: list(app), cores: list(core) },
);

const member = shape('name uuid valor checksum last_seen', { name: 'raw', uuid: 'raw' });
const legion = shape(
  'legion addr uuid valor checksum quorum i_am_the_lord lord_valor lord_uuid nodes members',
  { legion: 'raw', addr: 'raw', uuid: 'raw', lord_uuid: 'raw', nodes: list('raw'), members: list(member) },
);

const vassal = shape(
  'id pid born last_mod last_heartbeat loyal ready accepting last_loyal last_ready last_accepting first_run last_run ' +
    'cursed zerg on_demand suspended? adopted? uid gid monitor attrs? respawns',
  { id: 'raw', on_demand: 'raw', monitor: 'raw', attrs: attributes },
);
const blacklisted = shape('id throttle_level attempt first_attempt last_attempt', { id: 'raw' });

const node = shape(
  'name vassal? modifier1 modifier2 last_check pid? uid? gid? requests last_requests tx rx? cores load weight backup? ' +
    'proto? wrr ref failcnt death_mark',
  { name: 'raw', vassal: 'raw', proto: 'raw' },
);
const subscription = shape('key hash hits sni_enabled? algo? nodes', {
  key: 'raw',
  algo: 'word',
  nodes: list(node),
});

/** The documents of a master, an emperor and a router: told apart by what follows the working directory. */
export const rootShapes: readonly Shape[] = [
  shape(
    'version listen_queue? listen_queue_errors? signal_queue? load? pid uid gid cwd ' +
      'daemons? locks caches? metrics? sockets workers spoolers? crons? legions?',
    {
      version: 'word',
      cwd: 'raw',
      daemons: list(daemon),
      locks: list(lock),
      caches: list(cache),
      metrics,
      sockets: list(socket),
      workers: list(worker),
      spoolers: list(spooler),
      crons: list(cron),
      legions: list(legion),
    },
  ),
  shape('version pid uid gid cwd emperor emperor_tyrant throttle_level vassals blacklist', {
    version: 'word',
    cwd: 'raw',
    emperor: list('raw'),
    vassals: list(vassal),
    blacklist: list(blacklisted),
  }),
  shape(
    'version pid uid gid cwd active_sessions? http? fastrouter? rawrouter? sslrouter? forkptyrouter? ' +
      'static_nodes? subscriptions? cheap',
    {
      version: 'word',
      cwd: 'raw',
      http: list('raw'),
      fastrouter: list('raw'),
      rawrouter: list('raw'),
      sslrouter: list('raw'),
      forkptyrouter: list('raw'),
      static_nodes: list(shape('name hits grace', { name: 'raw' })),
      subscriptions: list(subscription),
      cheap: 'number',
    },
  ),
];
