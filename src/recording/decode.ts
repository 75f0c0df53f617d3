/** Lines as observations again. Pure; what is no line of a recording is a reason, not an exception. */
import { asFailureCode, type Failure } from '../model/failure';
import type { Observation, Sighting } from '../model/observation';
import { fail, type Result, succeed } from '../result';
import { toSnapshot } from '../stats/snapshot';
import { type Entry, formatNumber, type RecordingHeader } from './format';
import {
  headerSchema,
  hostAt,
  limitsOfRecording,
  observationSchema,
  type ReadHost,
  roundSchema,
  targetsSchema,
} from './schema';
import type * as z from 'zod/mini';

/** What lines leave out because it was said before. */
interface Carried {
  readonly host: ReadHost | undefined;
  readonly limits: Observation['limits'];
  readonly vassalStats: Observation['vassalStats'];
}

const nothing: Carried = { host: undefined, limits: undefined, vassalStats: undefined };

/** One run of uwtop after the other has the time of the first. */
export class Decoder {
  #carried = new Map<string, Carried>();
  #originMs: number | undefined;
  #shiftMs = 0;

  /** It goes on from the same place, on its own. */
  copy(): Decoder {
    const copy = new Decoder();
    copy.#carried = new Map(this.#carried);
    copy.#originMs = this.#originMs;
    copy.#shiftMs = this.#shiftMs;
    return copy;
  }

  read(line: string): Result<Entry, string> {
    let content: unknown;
    try {
      content = JSON.parse(line);
    } catch {
      return fail('not JSON');
    }
    if (typeof content !== 'object' || content === null) return fail('not a line of a recording');
    if ('at' in content) return this.#observation(content);
    if ('round' in content) return roundOf(content);
    if ('uwtopRecording' in content) return this.#header(content);
    return targetsOf(content);
  }

  #header(content: object): Result<Entry, string> {
    const header = headerOf(content);
    if (!header.ok) return header;
    this.#carried.clear();
    this.#originMs ??= header.value.originMs;
    this.#shiftMs = header.value.originMs - this.#originMs;
    return succeed({ kind: 'header', header: header.value });
  }

  #observation(content: object): Result<Entry, string> {
    const read = observationSchema.safeParse(content);
    if (!read.success) return fail('not an observation');
    const { target: targetId, at: wallMs, monotonicMs, latencyMs } = read.data;
    const moment = { targetId, wallMs, monotonicMs: monotonicMs + this.#shiftMs, latencyMs };
    const outcome = outcomeOf(read.data);
    if (outcome === undefined) return fail('neither a stats document nor a failure');
    if (!outcome.ok) return succeed({ kind: 'observation', observation: { ...moment, outcome } });
    const { host, limits, vassalStats } = this.#carry(targetId, read.data);
    const observation = {
      ...moment,
      outcome,
      ...(host && { host: hostAt(host, this.#shiftMs) }),
      ...(limits && { limits }),
      ...(vassalStats && { vassalStats }),
    };
    return succeed({ kind: 'observation', observation });
  }

  #carry(targetId: string, { host, limits, vassalStats }: ReadObservation): Carried {
    const before = this.#carried.get(targetId) ?? nothing;
    const now = {
      host: host === undefined ? before.host : (host ?? undefined),
      limits:
        limits === undefined
          ? before.limits
          : limits === null
            ? undefined
            : { ...limits, limits: limitsOfRecording(limits.limits) },
      vassalStats: vassalStats === undefined ? before.vassalStats : (vassalStats ?? undefined),
    };
    this.#carried.set(targetId, now);
    return now;
  }
}

type ReadObservation = z.infer<typeof observationSchema>;

function outcomeOf(read: ReadObservation): Result<Sighting, Failure> | undefined {
  const { failure, document, bytes = 0, repairs = 0, hint } = read;
  if (failure !== undefined) {
    const { code, detail } = failure;
    return fail({ code: asFailureCode(code), ...(detail !== undefined && { detail }) });
  }
  const snapshot = toSnapshot(document);
  if (!snapshot.ok) return undefined;
  return succeed({ snapshot: snapshot.value, repairs, bytes, hint });
}

function roundOf(content: object): Result<Entry, string> {
  const read = roundSchema.safeParse(content);
  if (!read.success) return fail('not the end of a round');
  return succeed({ kind: 'round', wallMs: read.data.round, isBaseline: read.data.baseline === true });
}

function targetsOf(content: object): Result<Entry, string> {
  const read = targetsSchema.safeParse(content);
  return read.success
    ? succeed({ kind: 'targets', targets: read.data.targets })
    : fail('not a line of a recording');
}

function headerOf(content: object): Result<RecordingHeader, string> {
  if ('uwtopRecording' in content && typeof content.uwtopRecording === 'number') {
    const number = content.uwtopRecording;
    if (number > formatNumber) return fail(newerFormat(number));
  }
  const read = headerSchema.safeParse(content);
  return read.success ? succeed(read.data) : fail('a header that makes no sense');
}

const newerFormat = (number: number) =>
  `recorded by a newer uwtop (format ${number}; this one reads format ${formatNumber}): update uwtop to read it`;

/** By this a recording is told from a snapshot that was saved. */
export const recordingStart = '{"uwtopRecording"';

/** Of the first line of a file; undefined where that is no header of a recording at all. */
export function readHeader(line: string): Result<RecordingHeader, string> | undefined {
  if (!line.startsWith(recordingStart)) return undefined;
  try {
    const content: unknown = JSON.parse(line);
    return typeof content === 'object' && content !== null ? headerOf(content) : undefined;
  } catch {
    return fail('its first line, the header, is cut off or damaged');
  }
}
