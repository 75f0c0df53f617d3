/**
 * What uWSGI's stats servers print, as far as uwtop uses it. Names are uWSGI's own. Lenient on what uWSGI may add or
 * leave out (2.0.14 to 2.1-dev, stats-no-cores, no metrics), strict on what the model counts with.
 */
import * as z from 'zod/mini';
import { count } from './count';
import { rowsOf, unreadList } from './rows';
import {
  cacheSchema,
  cronSchema,
  daemonSchema,
  legionSchema,
  metricSchema,
  socketSchema,
  spoolerSchema,
} from './section-schemas';

const optionalCount = z.optional(count);
const optionalText = z.optional(z.string());

export const requestSchema = z.object({ request_start: optionalCount });

export const coreSchema = z.object({
  id: optionalCount,
  requests: optionalCount,
  static_requests: optionalCount,
  routed_requests: optionalCount,
  offloaded_requests: optionalCount,
  write_errors: optionalCount,
  read_errors: optionalCount,
  in_request: count,
  vars: z.optional(unreadList()),
  req_info: z.optional(requestSchema),
});

export const appSchema = z.object({
  id: optionalCount,
  modifier1: optionalCount,
  mountpoint: optionalText,
  startup_time: optionalCount,
  requests: optionalCount,
  exceptions: optionalCount,
  chdir: optionalText,
});

export const workerSchema = z.object({
  id: count,
  pid: count,
  status: z.string(),
  requests: count,
  running_time: count,
  accepting: optionalCount,
  delta_requests: optionalCount,
  exceptions: optionalCount,
  harakiri_count: optionalCount,
  signals: optionalCount,
  signal_queue: optionalCount,
  rss: optionalCount,
  vsz: optionalCount,
  uss: optionalCount,
  pss: optionalCount,
  last_spawn: optionalCount,
  respawn_count: optionalCount,
  tx: optionalCount,
  avg_rt: optionalCount,
  apps: z.optional(rowsOf(appSchema)),
  cores: z.optional(rowsOf(coreSchema)),
});

const identity = {
  version: z._default(z.string(), ''),
  pid: count,
  uid: optionalCount,
  gid: optionalCount,
  cwd: optionalText,
};

export const workerDocumentSchema = z.object({
  ...identity,
  listen_queue: optionalCount,
  listen_queue_errors: optionalCount,
  signal_queue: optionalCount,
  sockets: z.optional(z.array(socketSchema)),
  workers: rowsOf(workerSchema),
  locks: z.optional(z.array(z.record(z.string(), count))),
  daemons: z.optional(z.array(daemonSchema)),
  caches: z.optional(z.array(cacheSchema)),
  spoolers: z.optional(z.array(spoolerSchema)),
  crons: z.optional(z.array(cronSchema)),
  legions: z.optional(z.array(legionSchema)),
  metrics: z.optional(z.record(z.string(), metricSchema)),
});

const vassalSchema = z.object({
  id: z.string(),
  pid: count,
  born: optionalCount,
  last_heartbeat: optionalCount,
  loyal: optionalCount,
  ready: optionalCount,
  accepting: optionalCount,
  last_ready: optionalCount,
  first_run: optionalCount,
  last_run: optionalCount,
  cursed: optionalCount,
  zerg: optionalCount,
  on_demand: optionalText,
  uid: optionalCount,
  gid: optionalCount,
  monitor: optionalText,
});

const blacklistEntrySchema = z.object({
  id: z.string(),
  throttle_level: optionalCount,
  attempt: optionalCount,
  first_attempt: optionalCount,
  last_attempt: optionalCount,
});

export const emperorDocumentSchema = z.object({
  ...identity,
  emperor: z.optional(z.array(z.string())),
  emperor_tyrant: optionalCount,
  throttle_level: optionalCount,
  vassals: z.array(vassalSchema),
  blacklist: z.optional(z.array(blacklistEntrySchema)),
});

const nodeSchema = z.object({
  name: z.string(),
  /** When it announced itself last, seconds of the router's clock. */
  last_check: optionalCount,
  requests: optionalCount,
  last_requests: optionalCount,
  tx: optionalCount,
  rx: optionalCount,
  cores: optionalCount,
  load: optionalCount,
  weight: optionalCount,
  ref: optionalCount,
  failcnt: optionalCount,
  death_mark: optionalCount,
});

const subscriptionSchema = z.object({
  key: z.string(),
  hits: optionalCount,
  nodes: z.optional(z.array(nodeSchema)),
});

export const routerDocumentSchema = z.object({
  ...identity,
  active_sessions: optionalCount,
  http: z.optional(z.array(z.string())),
  fastrouter: z.optional(z.array(z.string())),
  rawrouter: z.optional(z.array(z.string())),
  sslrouter: z.optional(z.array(z.string())),
  subscriptions: z.optional(z.array(subscriptionSchema)),
});

export type RawApp = z.infer<typeof appSchema>;
export type RawCore = z.infer<typeof coreSchema>;
export type RawWorker = z.infer<typeof workerSchema>;
export type RawSocket = z.infer<typeof socketSchema>;
export type WorkerDocument = z.infer<typeof workerDocumentSchema>;
export type RawVassal = z.infer<typeof vassalSchema>;
export type RawNode = z.infer<typeof nodeSchema>;
export type EmperorDocument = z.infer<typeof emperorDocumentSchema>;
export type RouterDocument = z.infer<typeof routerDocumentSchema>;

/** One validated stats document; the root key of the document tells its kind. */
export type Snapshot =
  | { readonly kind: 'worker'; readonly document: WorkerDocument }
  | { readonly kind: 'emperor'; readonly document: EmperorDocument }
  | { readonly kind: 'router'; readonly document: RouterDocument };
