/**
 * Prints stats documents the way uWSGI does (core/stats.c, core/master_utils.c, core/emperor.c, corerouter.c), faults
 * included: names and paths go out as they are, request variables and commands with only tab, newline, carriage return,
 * quote and backslash escaped, and any other byte passes through.
 *
 * Texts are byte strings: each character stands for one byte, so that what is no UTF-8 can be printed too.
 */

export interface Escaped {
  readonly escaped: string;
}

/** A list that ends with a comma too many, as the addresses of a router do when another gateway stands beside it. */
export interface CommaTooMany {
  readonly commaTooMany: readonly string[];
}

/** A vassal's attributes: pairs between square brackets. */
export interface Attributes {
  readonly attributes: readonly (readonly [string, string])[];
}

export type Printable =
  | number
  | string
  | Escaped
  | CommaTooMany
  | Attributes
  | readonly Printable[]
  | ReadonlyMap<string, Printable>;

export const byteString = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** What a reader that replaces invalid UTF-8 makes of a byte string. */
export const readable = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** Keys in the order given: uWSGI's order is part of what is printed. */
export const record = (fields: Readonly<Record<string, Printable>>): ReadonlyMap<string, Printable> =>
  new Map(Object.entries(fields));

export const print = (
  document: ReadonlyMap<string, Printable>,
  options: { minified: boolean },
): Uint8Array => {
  const printer = new Printer(options.minified);
  printer.object(document);
  return new Uint8Array(Buffer.from(printer.output, 'latin1'));
};

class Printer {
  output = '';
  #tabs = 0;

  constructor(private readonly minified: boolean) {}

  object(fields: ReadonlyMap<string, Printable>): void {
    this.open('{');
    this.separated([...fields], ([key, value]) => {
      this.indent();
      this.output += `"${key}":`;
      this.value(value);
    });
    this.close('}');
  }

  private value(value: Printable): void {
    if (typeof value === 'number') this.output += String(value);
    else if (typeof value === 'string') this.output += `"${value}"`;
    else if ('escaped' in value) this.output += `"${escapeJson(value.escaped)}"`;
    else if ('commaTooMany' in value) this.list(value.commaTooMany, true);
    else if ('attributes' in value) this.attributes(value.attributes);
    else if (isMap(value)) {
      this.indent();
      this.object(value);
    } else this.list(value, false);
  }

  /** Texts in a list stand at the beginning of their line, objects behind their tabs. */
  private list(items: readonly Printable[], commaTooMany: boolean): void {
    this.open('[');
    this.separated(items, (item) => this.value(item));
    if (commaTooMany) this.comma();
    this.close(']');
  }

  private attributes(pairs: Attributes['attributes']): void {
    this.open('[');
    this.separated(pairs, ([key, value]) => {
      this.indent();
      this.output += `"${key}":"${value}"`;
    });
    this.close(']');
  }

  private separated<Item>(items: readonly Item[], one: (item: Item) => void): void {
    items.forEach((item, index) => {
      if (index > 0) this.comma();
      one(item);
    });
  }

  private open(bracket: string): void {
    this.#tabs += 1;
    this.output += bracket + (this.minified ? '' : '\n');
  }

  private close(bracket: string): void {
    this.#tabs -= 1;
    if (!this.minified) this.output += '\n';
    this.indent();
    this.output += bracket;
  }

  private comma(): void {
    this.output += this.minified ? ',' : ',\n';
  }

  private indent(): void {
    if (!this.minified) this.output += '\t'.repeat(this.#tabs);
  }
}

const isMap = (
  value: readonly Printable[] | ReadonlyMap<string, Printable>,
): value is ReadonlyMap<string, Printable> => value instanceof Map;

const escapeJson = (text: string): string =>
  text.replace(/[\t\n\r"\\]/g, (char) => `\\${{ '\t': 't', '\n': 'n', '\r': 'r' }[char] ?? char}`);

export interface PrintedWorker {
  readonly id: number;
  readonly pid: number;
  readonly requests: number;
  readonly mountpoint: string;
  readonly chdir: string;
  /** One request in flight with these variables; none in flight where there are none. */
  readonly vars: readonly string[];
}

export interface PrintedMaster {
  readonly pid: number;
  readonly cwd: string;
  readonly daemons: readonly string[];
  readonly locks: readonly string[];
  readonly caches: readonly string[];
  readonly metrics: readonly string[];
  readonly sockets: readonly string[];
  readonly workers: readonly PrintedWorker[];
  readonly spoolers: readonly string[];
  readonly crons: readonly string[];
}

const named = (names: readonly string[], one: (name: string) => ReadonlyMap<string, Printable>) =>
  names.map(one);
const unlessEmpty = (key: string, items: readonly Printable[]): [string, Printable][] =>
  items.length > 0 ? [[key, items]] : [];

export const masterDocument = (master: PrintedMaster): ReadonlyMap<string, Printable> =>
  new Map<string, Printable>([
    ...record({
      version: '2.0.21-debian',
      listen_queue: 0,
      listen_queue_errors: 0,
      signal_queue: 0,
      load: 0,
    }),
    ...record({ pid: master.pid, uid: 0, gid: 0, cwd: master.cwd }),
    ...unlessEmpty('daemons', named(master.daemons, daemon)),
    ['locks', ['user 0', 'signal', ...master.locks].map((name) => new Map([[name, 0]]))],
    ...unlessEmpty('caches', named(master.caches, cache)),
    ...(master.metrics.length > 0 ? [['metrics', new Map(master.metrics.map(metric))] as const] : []),
    ['sockets', named(master.sockets, socket)],
    ['workers', master.workers.map(worker)],
    ...unlessEmpty('spoolers', named(master.spoolers, spooler)),
    ...unlessEmpty('crons', named(master.crons, cron)),
  ]);

const daemon = (command: string) => record({ cmd: { escaped: command }, pid: 77, respawns: 0 });

const metric = (name: string): [string, Printable] => [name, record({ type: 0, oid: '5.1', value: -3 })];

const cache = (name: string) =>
  new Map([
    ...record({
      name,
      hash: 'djb33x',
      hashsize: 65536,
      keysize: 2048,
      max_items: 10,
      blocks: 10,
      blocksize: 65536,
    }),
    ...record({ items: 0, hits: 4, miss: 0, full: 0, last_modified_at: 0 }),
  ]);

const socket = (name: string) =>
  record({ name, proto: 'http', queue: 3, max_queue: 100, shared: 0, can_offload: 0 });

const spooler = (dir: string) => record({ dir, pid: 88, tasks: 5, respawns: 0, running: 0 });

const cron = (command: string) =>
  new Map([
    ...record({ minute: -1, hour: -1, day: -1, month: -1, week: -1, command: { escaped: command } }),
    ...record({ unique: 0, legion: '', pid: -1, started_at: 0 }),
  ]);

const worker = ({ id, pid, requests, mountpoint, chdir, vars }: PrintedWorker) =>
  new Map([
    ...record({
      id,
      pid,
      accepting: 1,
      requests,
      delta_requests: requests,
      exceptions: 0,
      harakiri_count: 0,
    }),
    ...record({ signals: 0, signal_queue: 0, status: vars.length > 0 ? 'busy' : 'idle', rss: 0, vsz: 0 }),
    ...record({ running_time: 7, last_spawn: 1795236771, respawn_count: 1, tx: 0, avg_rt: 0 }),
    ...record({ apps: [app(mountpoint, chdir)], cores: [core(vars)] }),
  ]);

const app = (mountpoint: string, chdir: string) =>
  record({ id: 0, modifier1: 0, mountpoint, startup_time: 0, requests: 0, exceptions: 0, chdir });

const core = (vars: readonly string[]) =>
  new Map([
    ...record({ id: 0, requests: 0, static_requests: 0, routed_requests: 0, offloaded_requests: 0 }),
    ...record({ write_errors: 0, read_errors: 0, in_request: vars.length > 0 ? 1 : 0 }),
    ...record({
      vars: vars.length > 0 ? [...vars, ''].map((text) => ({ escaped: text })) : [],
      req_info: record(vars.length > 0 ? { request_start: 1795236733 } : {}),
    }),
  ]);

export interface PrintedVassal {
  readonly id: string;
  readonly pid: number;
  readonly onDemand: string;
  readonly monitor: string;
  /** Printed from 2.1 on. */
  readonly attributes?: readonly (readonly [string, string])[];
}

export interface PrintedEmperor {
  readonly cwd: string;
  readonly emperor: readonly string[];
  readonly vassals: readonly PrintedVassal[];
  readonly blacklist: readonly string[];
}

export const emperorDocument = (emperor: PrintedEmperor): ReadonlyMap<string, Printable> =>
  new Map<string, Printable>([
    ...record({ version: '2.0.21', pid: 9, uid: 0, gid: 0, cwd: emperor.cwd, emperor: emperor.emperor }),
    ...record({ emperor_tyrant: 0, throttle_level: 0, vassals: emperor.vassals.map(vassal) }),
    ['blacklist', named(emperor.blacklist, blacklisted)],
  ]);

const vassal = ({ id, pid, onDemand, monitor, attributes }: PrintedVassal) =>
  new Map<string, Printable>([
    ...record({
      id,
      pid,
      born: 1,
      last_mod: 1,
      last_heartbeat: 0,
      loyal: 1,
      ready: 1,
      accepting: 1,
      last_loyal: 2,
    }),
    ...record({ last_ready: 2, last_accepting: 2, first_run: 1, last_run: 1, cursed: 0, zerg: 0 }),
    ...record({ on_demand: onDemand, uid: 0, gid: 0, monitor }),
    ...(attributes === undefined ? [] : [['attrs', { attributes }] as const]),
    ['respawns', 0],
  ]);

const blacklisted = (id: string) =>
  record({ id, throttle_level: 3001, attempt: 3, first_attempt: 1, last_attempt: 2 });

export interface PrintedRouter {
  readonly cwd: string;
  readonly addresses: readonly string[] | CommaTooMany;
  readonly subscriptions: readonly { readonly key: string; readonly nodes: readonly string[] }[];
}

export const routerDocument = ({
  cwd,
  addresses,
  subscriptions,
}: PrintedRouter): ReadonlyMap<string, Printable> =>
  record({
    ...{ version: '2.0.21', pid: 9, uid: 0, gid: 0, cwd, active_sessions: 1, http: addresses },
    subscriptions: subscriptions.map(({ key, nodes }) =>
      record({ key, hash: 48534, hits: 6, sni_enabled: 0, nodes: nodes.map(node) }),
    ),
    cheap: 0,
  });

const node = (name: string) =>
  new Map([
    ...record({ name, modifier1: 0, modifier2: 0, last_check: 1, pid: 0, uid: 0, gid: 0, requests: 6 }),
    ...record({
      last_requests: 6,
      tx: 320,
      rx: 1759,
      cores: 2,
      load: 0,
      weight: 1,
      wrr: 0,
      ref: 1,
      failcnt: 0,
    }),
    ...record({ death_mark: 0 }),
  ]);
