/** When requests really were in flight, by what the application itself has noted on the kernel's monotonic clock. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { DeathWatch } from './deaths';
import type { RunningUwsgi } from './uwsgi';
import type { UwsgiOptions } from './uwsgi-options';

/** The options that make the application write down what it does, into the server's own directory. */
export const truthfully: UwsgiOptions = { env: ['TRUTH=truth'] };

/** One request; monotonic ms of this process, as `performance.now()` gives them. */
export interface TrueRequest {
  readonly pid: number;
  readonly worker: number;
  readonly core: number;
  readonly uri: string;
  readonly startMs: number;
  /** Of one that was killed, when its process died; Infinity while it is in flight. */
  readonly endMs: number;
  readonly isKilled: boolean;
}

interface Note {
  readonly at: number;
  readonly what: 'start' | 'end';
  readonly worker: number;
  readonly core: number;
  readonly uri: string;
}

/** Both clocks are CLOCK_MONOTONIC, counted from different moments. */
const hrtimeAheadMs = (): number => Number(process.hrtime.bigint()) / 1e6 - performance.now();

export function trueRequests(uwsgi: RunningUwsgi, deaths: DeathWatch): TrueRequest[] {
  const aheadMs = hrtimeAheadMs();
  return readdirSync(uwsgi.directory)
    .filter((name) => name.startsWith('truth.'))
    .flatMap((name) => {
      const pid = Number(name.slice('truth.'.length));
      const lines = readFileSync(join(uwsgi.directory, name), 'utf8').trim().split('\n');
      const notes = lines.map((line) => JSON.parse(line) as Note);
      return requestsOf(pid, notes, { aheadMs, diedMs: deaths.endOf(pid) ?? Infinity });
    })
    .sort((a, b) => a.startMs - b.startMs);
}

function requestsOf(
  pid: number,
  notes: readonly Note[],
  { aheadMs, diedMs }: { readonly aheadMs: number; readonly diedMs: number },
): TrueRequest[] {
  const open = new Map<number, Note>();
  const requests: TrueRequest[] = [];
  const close = ({ at, worker, core, uri }: Note, endMs: number, isKilled: boolean) =>
    requests.push({ pid, worker, core, uri, startMs: at / 1e6 - aheadMs, endMs, isKilled });
  for (const note of notes) {
    const begun = open.get(note.core);
    if (note.what === 'start') open.set(note.core, note);
    else if (begun !== undefined) {
      close(begun, note.at / 1e6 - aheadMs, false);
      open.delete(note.core);
    }
  }
  for (const begun of open.values()) close(begun, diedMs, Number.isFinite(diedMs));
  return requests;
}

/** How much of a stretch of time a worker's cores were in requests, 0…1. */
export function trueBusyness(
  requests: readonly TrueRequest[],
  { worker, cores }: { readonly worker: number; readonly cores: number },
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  const busyMs = requests
    .filter((request) => request.worker === worker)
    .reduce(
      (sum, { startMs, endMs }) => sum + Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs)),
      0,
    );
  return busyMs / ((toMs - fromMs) * cores);
}
