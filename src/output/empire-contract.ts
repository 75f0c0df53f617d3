/** What the contract says of the vassals of an emperor and of the nodes of a router. */
import * as z from 'zod/mini';
import { vassalStates } from '../model/vassal';

const known = z.nullable(z.number());
const text = z.nullable(z.string());

export const vassalReportSchema = z.object({
  id: z.string(),
  pid: known,
  state: z.enum(vassalStates),
  /** Has answered a request. */
  served: z.nullable(z.boolean()),
  /** Of a zerg: the vassal that it reinforces. */
  reinforces: text,
  ageSeconds: known,
  heartbeatSeconds: known,
  /** From its start until it was ready. */
  startSeconds: known,
  /** Deaths before it served a request; null for those that did not die. */
  crashes: known,
  throttleSeconds: known,
  /** Until the emperor tries it again. */
  retrySeconds: known,
  /** Processes that took the place of another while it was watched. */
  respawns: z.number(),
  onDemand: text,
  uid: known,
  gid: known,
  /** Where its own stats are, or why that is not known; null where nobody looked. */
  stats: z.nullable(z.object({ address: text, reason: text })),
});

export const nodeReportSchema = z.object({
  subscription: z.string(),
  name: z.string(),
  requests: known,
  requestsPerSecond: known,
  inFlight: known,
  failures: known,
  failuresRise: z.boolean(),
  /** The router is about to drop it. */
  dying: z.boolean(),
  load: known,
  weight: known,
  cores: known,
  /** Since it announced itself last. */
  announcedSeconds: known,
  txBytesPerSecond: known,
  rxBytesPerSecond: known,
});

export type VassalReport = z.infer<typeof vassalReportSchema>;
export type NodeReport = z.infer<typeof nodeReportSchema>;
