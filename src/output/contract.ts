/** The JSON of `uwtop once --json`: the contract for scripts. Fractions are 0…1, unknown is null and never 0. */
import * as z from 'zod/mini';
import { nodeReportSchema, vassalReportSchema } from './empire-contract';

const known = z.nullable(z.number());
const text = z.nullable(z.string());

const inFlightSchema = z.object({ core: z.number(), method: text, uri: text, ageSeconds: z.number() });

const forecastSchema = z.object({
  limit: z.string(),
  etaSeconds: known,
  /** Earliest and latest; null where there is no latest. */
  etaRangeSeconds: z.nullable(z.tuple([known, known])),
  value: known,
  threshold: known,
  overdue: z.boolean(),
  approximate: z.boolean(),
  core: known,
});

const workerReportSchema = z.object({
  id: z.number(),
  pid: known,
  state: z.enum(['idle', 'busy', 'cheap', 'draining', 'paused', 'signal', 'starting', 'exited']),
  busyness: known,
  requestsPerSecond: known,
  serviceTimeMs: known,
  requests: z.number(),
  deltaRequests: known,
  rssBytes: known,
  rssSource: z.nullable(z.enum(['uwsgi', '/proc'])),
  pssBytes: known,
  cpuPercent: known,
  label: text,
  txBytes: known,
  txBytesPerSecond: known,
  exceptions: known,
  harakiriCount: known,
  respawnCount: known,
  lastRespawnCause: text,
  ageSeconds: known,
  inFlight: z.array(inFlightSchema),
  forecasts: z.array(forecastSchema),
});

const totalsReportSchema = z.object({
  workers: z.number(),
  active: z.number(),
  busy: z.number(),
  idle: z.number(),
  cheap: z.number(),
  draining: z.number(),
  paused: z.number(),
  requestsPerSecond: known,
  serviceTimeMs: known,
  busyness: known,
  busyRatio: known,
  slotUse: known,
  rssBytes: known,
  pssBytes: known,
  cpuPercent: known,
  txBytesPerSecond: known,
  exceptionsPerSecond: known,
  listenQueue: known,
  listenQueueMax: known,
  requestsInFlight: z.number(),
  requests: known,
  exceptions: known,
  harakiriCount: known,
});

const limitSchema = z.object({
  state: z.enum(['set', 'off', 'unknown']),
  value: z.nullable(z.union([z.number(), z.string(), z.boolean(), z.array(z.string())])),
  /** Where it is from, or why there is none. */
  source: z.string(),
});

const queueSchema = z.object({ socket: z.string(), length: known, max: known, source: text });

const outlookSchema = z.object({
  next: z.nullable(z.object({ worker: z.number(), limit: z.string(), etaSeconds: known })),
  herd: z.nullable(
    z.object({
      workers: z.array(z.number()),
      share: z.number(),
      etaSeconds: z.number(),
      withinSeconds: z.number(),
    }),
  ),
  queueFullSeconds: known,
  memoryFullSeconds: known,
});

const eventSchema = z.object({
  sequence: z.number(),
  at: z.string(),
  kind: z.string(),
  worker: known,
  cause: text,
  message: z.string(),
});

const alertSchema = z.object({
  rule: z.string(),
  severity: z.enum(['warning', 'critical']),
  subject: z.string(),
  message: z.string(),
  since: z.string(),
});

export const instanceReportSchema = z.object({
  name: z.string(),
  target: z.string(),
  /** Of a targets file, a pattern, a range of ports or an emperor; null for those that are in none. */
  group: text,
  labels: z.record(z.string(), z.string()),
  kind: z.nullable(z.enum(['worker', 'emperor', 'router'])),
  state: z.enum(['up', 'stale', 'down']),
  error: z.nullable(z.object({ code: z.string(), message: z.string() })),
  version: text,
  pid: known,
  uptimeSeconds: known,
  repairedPolls: z.number(),
  totals: z.nullable(totalsReportSchema),
  limits: z.record(z.string(), limitSchema),
  queues: z.array(queueSchema),
  outlook: z.nullable(outlookSchema),
  workers: z.array(workerReportSchema),
  /** Of an emperor; null for others. */
  vassals: z.nullable(z.array(vassalReportSchema)),
  /** Of a router that has a subscription server; null for others. */
  nodes: z.nullable(z.array(nodeReportSchema)),
  alerts: z.array(alertSchema),
  /** What happened since the round before. */
  events: z.array(eventSchema),
});

export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  takenAt: z.string(),
  intervalSeconds: z.number(),
  instances: z.array(instanceReportSchema),
});

export type WorkerReport = z.infer<typeof workerReportSchema>;
export type TotalsReport = z.infer<typeof totalsReportSchema>;
export type EventReport = z.infer<typeof eventSchema>;
export type ForecastReport = z.infer<typeof forecastSchema>;
export type OutlookReport = z.infer<typeof outlookSchema>;
export type LimitReport = z.infer<typeof limitSchema>;
export type InstanceReport = z.infer<typeof instanceReportSchema>;
export type Report = z.infer<typeof reportSchema>;

/** JSON Schema of the report, for `uwtop once --json-schema`. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema);
}
