/** The sections of a master's document beside its workers: each is there only where uWSGI has such things. */
import * as z from 'zod/mini';
import { count } from './count';

const optionalCount = z.optional(count);
const optionalText = z.optional(z.string());

export const socketSchema = z.object({
  name: z.string(),
  proto: optionalText,
  queue: optionalCount,
  max_queue: optionalCount,
  shared: optionalCount,
  can_offload: optionalCount,
});

export const metricSchema = z.object({ type: optionalCount, oid: optionalText, value: count });

export const spoolerSchema = z.object({
  dir: z.string(),
  pid: optionalCount,
  tasks: optionalCount,
  respawns: optionalCount,
  running: optionalCount,
});

export const cacheSchema = z.object({
  name: z.string(),
  hash: optionalText,
  hashsize: optionalCount,
  keysize: optionalCount,
  max_items: optionalCount,
  blocks: optionalCount,
  blocksize: optionalCount,
  items: optionalCount,
  hits: optionalCount,
  miss: optionalCount,
  full: optionalCount,
  last_modified_at: optionalCount,
});

export const cronSchema = z.object({
  minute: optionalCount,
  hour: optionalCount,
  day: optionalCount,
  month: optionalCount,
  week: optionalCount,
  command: optionalText,
  unique: optionalCount,
  legion: optionalText,
  pid: optionalCount,
  started_at: optionalCount,
});

const memberSchema = z.object({
  name: z.string(),
  uuid: optionalText,
  valor: optionalCount,
  checksum: optionalCount,
  /** Seconds of the target's clock; members that are silent too long leave the list. */
  last_seen: optionalCount,
});

export const legionSchema = z.object({
  legion: z.string(),
  addr: optionalText,
  uuid: optionalText,
  valor: optionalCount,
  checksum: optionalCount,
  /** Votes that it takes to elect a lord. */
  quorum: optionalCount,
  /** Since when it has been, seconds of the target's clock; 0 where another is. */
  i_am_the_lord: optionalCount,
  lord_valor: optionalCount,
  lord_uuid: optionalText,
  /** Addresses that it was told of. */
  nodes: z.optional(z.array(z.string())),
  /** Those that it has heard from. */
  members: z.optional(z.array(memberSchema)),
});

export const daemonSchema = z.object({ cmd: z.string(), pid: optionalCount, respawns: optionalCount });
