/** The JSON of `uwtop once --json`: the contract for scripts. Fractions are 0…1, unknown is null and never 0. */
import * as z from 'zod/mini';

const known = z.nullable(z.number());
const text = z.nullable(z.string());

const inFlightSchema = z.object({ core: z.number(), method: text, uri: text, ageSeconds: z.number() });

const forecastSchema = z.object({
  limit: z.string(),
  etaSeconds: known,
  value: known,
  threshold: known,
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
  rssSource: text,
  cpuPercent: known,
  txBytes: known,
  txBytesPerSecond: known,
  exceptions: known,
  harakiriCount: known,
  respawnCount: known,
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
  txBytesPerSecond: known,
  exceptionsPerSecond: known,
  listenQueue: known,
  listenQueueMax: known,
  requestsInFlight: z.number(),
  requests: known,
  exceptions: known,
  harakiriCount: known,
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
  kind: z.nullable(z.enum(['worker', 'emperor', 'router'])),
  state: z.enum(['up', 'stale', 'down']),
  error: z.nullable(z.object({ code: z.string(), message: z.string() })),
  version: text,
  pid: known,
  uptimeSeconds: known,
  repairedPolls: z.number(),
  totals: z.nullable(totalsReportSchema),
  limits: z.record(z.string(), z.object({ value: z.number(), source: z.string() })),
  workers: z.array(workerReportSchema),
  alerts: z.array(alertSchema),
});

export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  takenAt: z.string(),
  intervalSeconds: z.number(),
  instances: z.array(instanceReportSchema),
});

export type WorkerReport = z.infer<typeof workerReportSchema>;
export type TotalsReport = z.infer<typeof totalsReportSchema>;
export type InstanceReport = z.infer<typeof instanceReportSchema>;
export type Report = z.infer<typeof reportSchema>;

/** JSON Schema of the report, for `uwtop once --json-schema`. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema);
}
