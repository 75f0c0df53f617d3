/** The JSON of `uwtop tune --json`: the contract for scripts. Shares are 0…1, unknown is null and never 0. */
import * as z from 'zod/mini';

const known = z.nullable(z.number());
const text = z.nullable(z.string());

const waitSchema = z.object({
  slots: z.number(),
  probability: z.number(),
  meanSeconds: known,
  p95Seconds: known,
});
const hourSchema = z.nullable(z.object({ hour: z.number(), erlangs: z.number() }));

const loadSchema = z.object({
  seconds: z.number(),
  fromWallMs: z.number(),
  toWallMs: z.number(),
  requests: z.number(),
  requestsPerSecond: z.number(),
  erlangs: z.number(),
  windows: z.object({
    windowSeconds: z.number(),
    count: z.number(),
    p10: z.number(),
    p50: z.number(),
    p95: z.number(),
    highest: z.number(),
    mostRequestsPerSecond: z.number(),
  }),
  serviceSeconds: known,
  variation: known,
  concurrency: z.array(z.object({ inFlight: z.number(), share: z.number() })),
  quietHour: hourSchema,
  peakHour: hourSchema,
  saturated: z.number(),
  isLowerBound: z.boolean(),
  cpuShare: known,
  longestQueue: known,
  kills: z.number(),
});

const sizingSchema = z.object({
  target: z.union([
    z.object({ kind: z.literal('wait-probability'), share: z.number() }),
    z.object({ kind: z.literal('p95-wait'), seconds: z.number() }),
  ]),
  erlangs: z.number(),
  slots: z.number(),
  plainSlots: z.number(),
  expected: waitSchema,
  today: z.nullable(waitSchema),
  bounds: z.array(z.object({ by: z.enum(['memory', 'cpu']), processes: z.number(), reason: z.string() })),
  binding: z.enum(['load', 'memory', 'cpu']),
});

const lineSchema = z.object({
  option: z.string(),
  value: text,
  today: text,
  reason: z.string(),
  evidence: text,
  confidence: z.enum(['high', 'medium', 'low']),
  doubt: text,
});

const figuresSchema = z.object({
  requests: z.number(),
  waiting: z.number(),
  waitingShare: z.number(),
  meanWaitSeconds: z.number(),
  p95WaitSeconds: z.number(),
  maxWaitSeconds: z.number(),
  refused: z.number(),
  saturatedSeconds: z.number(),
  scaleUps: z.number(),
  scaleDowns: z.number(),
  flips: z.number(),
  meanWorkers: known,
  peakWorkers: z.number(),
  workerHours: z.number(),
  meanBytes: known,
  peakBytes: known,
});

const trialSchema = z.object({
  tried: z.string(),
  seconds: z.number(),
  /** Of the time: the workers that ran were more than a step away from those that the simulation has for today. */
  apartShare: known,
  today: figuresSchema,
  proposal: figuresSchema,
  notes: z.array(z.string()),
});

const instanceSchema = z.object({
  name: z.string(),
  address: z.string(),
  state: z.enum(['enough', 'too-little', 'no-workers']),
  missing: z.array(z.string()),
  load: z.nullable(loadSchema),
  sizing: z.nullable(sizingSchema),
  lines: z.array(lineSchema),
  caveats: z.array(z.string()),
  unknowns: z.array(z.string()),
  /** null without --try. */
  trial: z.nullable(trialSchema),
});

/** 1: the first. A change that a script of today would get wrong makes another number. */
export const adviceSchema = z.object({ schemaVersion: z.literal(1), instances: z.array(instanceSchema) });

export type AdviceReport = z.infer<typeof adviceSchema>;
export type InstanceAdvice = z.infer<typeof instanceSchema>;
