/** The processes that a worker had before its present one. */
import { bytes, count, duration } from '../format/quantity';
import { describeCause } from '../model/describe-event';
import type { PastLife } from '../model/past-lives';
import type { Tone } from './column';
import { columnsOf, processCell } from './fields';

export interface LifeEndRow {
  readonly life: PastLife;
  /** The moment that it is looked at, ms. */
  readonly wallMs: number;
}

export const lifeEndColumns = columnsOf<LifeEndRow>([
  {
    id: 'endedAgo',
    title: 'ENDED',
    width: 7,
    cell: ({ life, wallMs }) => ({ text: duration(Math.max(0, wallMs - life.endedWallMs) / 1000) }),
    help: 'how long ago a process of this worker ended',
  },
  {
    id: 'pastPid',
    title: 'PID',
    width: 8,
    priority: 4,
    cell: ({ life: { pid } }) => processCell(pid),
    help: 'its process id',
  },
  {
    id: 'lived',
    title: 'LIVED',
    width: 6,
    cell: ({ life: { ageSeconds } }) => ({ text: duration(ageSeconds) }),
    help: 'how long it lived',
  },
  {
    id: 'pastRequests',
    title: 'SERVED',
    width: 7,
    cell: ({ life: { requests } }) => ({ text: count(requests) }),
    help: 'requests that it served',
  },
  {
    id: 'pastRss',
    title: 'RSS',
    width: 6,
    cell: ({ life: { rssBytes } }) => ({ text: bytes(rssBytes) }),
    help: 'its resident memory when it was seen last',
  },
  {
    id: 'how',
    title: 'HOW IT ENDED',
    width: 24,
    grows: true,
    align: 'left',
    priority: 2,
    cell: ({ life: { cause, times } }) => ({ text: describeCause(cause, times), tone: toneOf(cause.by) }),
    help: 'the cause, as on the Events screen',
  },
]);

const toneOf = (by: PastLife['cause']['by']): Tone =>
  by === 'harakiri' || by === 'crash' || by.startsWith('evil') ? 'critical' : 'plain';
