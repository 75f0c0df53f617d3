/** What a worker is working on, and the title that it was given. */
import { duration } from '../format/quantity';
import { blank, type Cell, type Column, type Tone } from './column';
import { type Flight, oldestOf } from '../model/flights';
import type { WorkerRow } from './worker-row';

export const requestColumns: readonly Column<WorkerRow>[] = [
  {
    id: 'requestAge',
    title: 'INREQ',
    width: 6,
    align: 'right',
    priority: 3.2,
    descendingFirst: true,
    cell: requestAgeCell,
    sortValue: (row) => oldestOf(row.flights)?.ageSeconds,
    measure: { unit: 'seconds' },
    help:
      'how long the oldest request in flight has been running; yellow from 5 s, red from a minute on; blank below a ' +
      'second (source: req_info.request_start, refined by polling)',
  },
  {
    id: 'inFlight',
    title: 'IN FLIGHT',
    width: 15,
    wants: { width: 32, priority: 11 },
    grows: true,
    align: 'left',
    priority: 3.5,
    descendingFirst: true,
    cell: inFlightCell,
    sortValue: (row) => row.flights.length,
    raw: (row) => requestText(oldestOf(row.flights)),
    measure: { unit: 'count' },
    help:
      'method and URI of the request that is in flight longest, and how many more there are; secrets in query ' +
      'strings are masked (source: cores[].vars)',
  },
  {
    id: 'label',
    title: 'LABEL',
    serves: ({ worker }) => worker.label !== undefined,
    width: 14,
    align: 'left',
    priority: 18,

    cell: ({ worker, core }) => (core ? blank : { text: worker.label ?? '' }),
    sortValue: ({ worker }) => worker.label,
    help: 'the title of the process, where the application or auto-procname gave it one; on this machine only',
  },
];

function inFlightCell(row: WorkerRow): Cell {
  const oldest = oldestOf(row.flights);
  if (oldest === undefined) return blank;
  const parts = [requestText(oldest) ?? '', row.flights.length > 1 ? `(+${row.flights.length - 1})` : ''];
  return { text: parts.filter(Boolean).join(' '), tone: ageTone(oldest.ageSeconds) };
}

function requestText(flight: Flight | undefined): string | undefined {
  return flight?.uri === undefined ? undefined : `${flight.method ?? ''} ${flight.uri}`;
}

function requestAgeCell(row: WorkerRow): Cell {
  const age = oldestOf(row.flights)?.ageSeconds;
  return age === undefined || age < 1 ? blank : { text: duration(age), tone: ageTone(age) };
}

/** Most applications answer within seconds; without a known harakiri a minute is where a request is suspicious. */
function ageTone(ageSeconds: number): Tone {
  if (ageSeconds >= 60) return 'critical';
  return ageSeconds >= 5 ? 'warning' : 'plain';
}
