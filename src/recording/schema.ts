/** The lines of a recording as they are read: somebody may have made, changed or damaged them. */
import * as z from 'zod/mini';
import { displayText } from '../format/text';
import { limitTable } from '../limits/limit-table';
import type { Limits } from '../limits/limits';
import type { HostFacts } from '../model/host-facts';
import { count } from '../stats/count';

/** As far as a date goes, ms; farther on a time cannot be told from the next. */
const farthestMs = 8.64e15;
const moment = z.number().check(z.gte(-farthestMs), z.lte(farthestMs));
const optionalNumber = z.optional(count);
const text = z.pipe(
  z.string(),
  z.transform((foreign: string) => displayText(foreign)),
);
const optionalText = z.optional(text);

const labelSchema = z.object({
  // It is what lines are told apart by, and it is never shown.
  id: z.string(),
  name: text,
  address: text,
  group: optionalText,
  labels: z.optional(z.record(text, text)),
});

export const headerSchema = z.object({
  uwtopRecording: count,
  version: text,
  startedMs: moment,
  originMs: moment,
  intervalMs: moment.check(z.positive()),
  marksRounds: z.boolean(),
  targets: z.array(labelSchema),
});

export const targetsSchema = z.object({ targets: z.array(labelSchema) });

export const roundSchema = z.object({ round: moment, baseline: z.optional(z.boolean()) });

const processSchema = z.object({
  startTicks: optionalNumber,
  rssBytes: optionalNumber,
  pssBytes: optionalNumber,
  cpuTimeMs: optionalNumber,
  label: optionalText,
  reason: optionalText,
});

const hostSchema = z.union([
  z.object({ local: z.literal(false), reason: text }),
  z.object({
    local: z.literal(true),
    readAtMs: moment,
    processes: z.record(z.string(), processSchema),
    queues: z.array(
      z.object({
        socket: z.string(),
        length: optionalNumber,
        source: z.optional(z.enum(['/proc/net/tcp', '/proc/net/tcp6', '/proc/net/unix'])),
        reason: optionalText,
      }),
    ),
    spoolers: z.optional(
      z.array(z.object({ dir: z.string(), pending: optionalNumber, reason: optionalText })),
    ),
    memory: z.union([
      z.object({
        source: z.enum(['host', 'cgroup v2', 'cgroup v1']),
        totalBytes: count,
        availableBytes: count,
        usedBytes: count,
      }),
      z.object({ reason: text }),
    ]),
  }),
]);

const limitSchema = z.union([
  z.object({
    state: z.literal('set'),
    value: z.union([count, z.string(), z.boolean(), z.array(z.string())]),
    source: text,
    option: z.looseObject({ name: z.string() }),
  }),
  z.object({ state: z.enum(['off', 'unknown']), reason: text }),
]);

const knownLimitsSchema = z.object({
  limits: z.record(z.string(), limitSchema),
  notes: z.array(text),
});

const vassalStatsSchema = z.record(
  z.string(),
  z.union([z.object({ address: z.string() }), z.object({ reason: text })]),
);

export const observationSchema = z.object({
  at: moment,
  target: z.string(),
  monotonicMs: moment,
  latencyMs: count,
  bytes: optionalNumber,
  repairs: optionalNumber,
  hint: optionalText,
  document: z.optional(z.unknown()),
  failure: z.optional(z.object({ code: z.string(), detail: optionalText })),
  host: z.nullish(hostSchema),
  limits: z.nullish(knownLimitsSchema),
  vassalStats: z.nullish(vassalStatsSchema),
});

export type ReadHost = z.infer<typeof hostSchema>;

/** A limit that the uwtop of the recording did not know of yet is unknown; of another kind than today, as well. */
export function limitsOfRecording(read: z.infer<typeof knownLimitsSchema>['limits']): Limits {
  const unknown = { state: 'unknown', reason: 'not in the recording' };
  const entries = Object.entries(limitTable).map(([name, { kind }]) => {
    const limit = read[name] ?? unknown;
    return [name, 'value' in limit && !isOfKind(limit.value, kind) ? unknown : limit];
  });
  return Object.fromEntries(entries) as Limits;
}

function isOfKind(value: unknown, kind: string): boolean {
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'all' || kind === 'each') return Array.isArray(value);
  return typeof value === 'number';
}

/** Readings of two runs on one time: the clock of `readAtMs` begins anew with each. */
export const hostAt = (host: ReadHost, shiftMs: number): HostFacts =>
  host.local ? { ...host, readAtMs: host.readAtMs + shiftMs } : host;
