/** The table of an emperor's vassals: every column with its width, order and meaning. */
import { displayText } from '../format/text';
import { count, duration } from '../format/quantity';
import { isInTrouble, vassalStates, type VassalState } from '../model/vassal';
import { blank, type Cell, type Column, type Tone } from './column';
import { processCell } from './fields';
import type { VassalRow } from './vassal-row';

const stateTones: Record<VassalState['state'], Tone> = {
  blacklisted: 'critical',
  cursed: 'critical',
  starting: 'warning',
  ready: 'busy',
  accepting: 'busy',
  'on demand': 'cheap',
  suspended: 'paused',
};

export const vassalColumns: readonly Column<VassalRow>[] = [
  {
    id: 'vassal',
    title: 'VASSAL',
    width: 16,
    wants: { width: 20, priority: 5.5 },
    grows: true,
    align: 'left',
    priority: 1,
    cell: ({ vassal, isBelow }) => ({
      text: `${isBelow ? '  ' : ''}${vassal.id}`,
      tone: isInTrouble(vassal) ? 'critical' : 'plain',
    }),
    sortValue: ({ vassal }) => vassal.id,
    help:
      'its name, mostly that of its configuration file; a zerg stands below the vassal that it reinforces; Enter goes into ' +
      'its own stats (source: id, zerg)',
  },
  {
    id: 'pid',
    title: 'PID',
    width: 7,
    align: 'right',
    priority: 3,
    cell: ({ vassal }) => processCell(vassal.pid),
    sortValue: ({ vassal: { pid } }) => (pid > 0 ? pid : undefined),
    measure: { unit: 'count' },
    help: 'process id of its master; - while there is no process (source: pid)',
  },
  {
    id: 'state',
    title: 'STATE',
    width: 11,
    align: 'left',
    priority: 2,
    cell: ({ vassal: { state } }) => ({ text: state, tone: stateTones[state] }),
    sortValue: ({ vassal: { state } }) => vassalStates.indexOf(state),
    help:
      'accepting (takes requests), ready (loaded), starting, on demand (waits for a connection), suspended (waits for a ' +
      'command), cursed (died, or is about to be ended), blacklisted (died again: the emperor waits before the next try)',
  },
  {
    id: 'served',
    title: 'SERVED',
    width: 6,
    align: 'left',
    priority: 12,
    cell: ({ vassal: { hasServed } }) => ({ text: hasServed === true ? 'yes' : '-' }),
    sortValue: ({ vassal: { hasServed } }) => (hasServed === undefined ? undefined : Number(hasServed)),
    descendingFirst: true,
    help: 'it has served a request; one that nobody asked anything of is no worse (source: loyal)',
  },
  {
    id: 'age',
    title: 'AGE',
    width: 5,
    align: 'right',
    priority: 4,
    cell: ({ vassal }) => ({ text: duration(vassal.ageSeconds) }),
    sortValue: ({ vassal }) => vassal.ageSeconds,
    measure: { unit: 'seconds' },
    descendingFirst: true,
    help:
      'since the emperor started or reloaded it; of one that waits for connections since it was ready (source: last_run, ' +
      'last_ready)',
  },
  {
    id: 'heartbeat',
    title: 'BEAT',
    width: 5,
    align: 'right',
    priority: 9,
    cell: ({ vassal }) => ({ text: duration(vassal.heartbeatSeconds) }),
    sortValue: ({ vassal }) => vassal.heartbeatSeconds,
    measure: { unit: 'seconds' },
    descendingFirst: true,
    help: 'since its last heartbeat; - without the option heartbeat in its configuration (source: last_heartbeat)',
  },
  {
    id: 'start',
    title: 'READY',
    width: 5,
    align: 'right',
    priority: 10,
    cell: ({ vassal }) => ({ text: duration(vassal.startSeconds) }),
    sortValue: ({ vassal }) => vassal.startSeconds,
    measure: { unit: 'seconds' },
    descendingFirst: true,
    help: 'how long it took to be ready at its last start or reload (source: last_ready - last_run)',
  },
  {
    id: 'crashes',
    title: 'CRASH',
    width: 5,
    align: 'right',
    priority: 5,
    cell: ({ vassal: { attempts } }) =>
      attempts === undefined ? blank : { text: count(attempts), tone: 'warning' },
    sortValue: ({ vassal }) => vassal.attempts,
    measure: { unit: 'count' },
    descendingFirst: true,
    help: 'how often it died before it served a request; blank for those that did not (source: blacklist[].attempt)',
  },
  {
    id: 'retry',
    title: 'RETRY',
    width: 11,
    serves: ({ vassal }) => vassal.throttleMs !== undefined,
    align: 'right',
    priority: 6,
    cell: ({ vassal }) => retryCell(vassal),
    sortValue: ({ vassal }) => vassal.retrySeconds,
    measure: { unit: 'seconds' },
    help:
      'until the emperor tries it again / how long it waits between two tries; now: it is being tried (source: ' +
      'blacklist[].throttle_level, last_attempt)',
  },
  {
    id: 'respawns',
    title: 'RESP',
    width: 5,
    align: 'right',
    priority: 8,
    cell: ({ vassal: { respawns } }) => ({ text: count(respawns), tone: respawns > 0 ? 'plain' : 'dim' }),
    sortValue: ({ vassal }) => vassal.respawns,
    measure: { unit: 'count' },
    descendingFirst: true,
    help: 'processes that took the place of another since uwtop watches; the emperor does not count them (source: pid)',
  },
  {
    id: 'stats',
    title: 'STATS',
    width: 15,
    wants: { width: 36, priority: 8.5 },
    serves: ({ vassal }) => vassal.stats !== undefined,
    align: 'left',
    priority: 7,
    cell: ({ vassal }) => statsCell(vassal),
    sortValue: ({ vassal: { stats } }) => stats?.address,
    help: 'where its own stats server is, which Enter goes to, or why that is not known (source: its configuration)',
  },
  {
    id: 'onDemand',
    title: 'ON DEMAND',
    width: 16,
    serves: ({ vassal }) => vassal.onDemand !== undefined,
    keepsEnd: true,
    align: 'left',
    priority: 11,
    cell: ({ vassal: { onDemand } }) => (onDemand === undefined ? blank : { text: onDemand }),
    sortValue: ({ vassal }) => vassal.onDemand,
    help: 'the socket whose first connection starts it (source: on_demand)',
  },
  {
    id: 'user',
    title: 'UID:GID',
    width: 11,
    align: 'right',
    priority: 13,
    cell: ({ vassal: { uid, gid } }) => ({
      text: uid === undefined && gid === undefined ? '-' : `${uid ?? '-'}:${gid ?? '-'}`,
    }),
    sortValue: ({ vassal }) => vassal.uid,
    help: 'user and group that it runs as where the emperor is a tyrant; else 0 (source: uid, gid)',
  },
];

function retryCell({ state, throttleMs, retrySeconds, pid }: VassalState): Cell {
  if (throttleMs === undefined || state !== 'blacklisted') return blank;
  const wait = Math.round(throttleMs / 1000);
  const until =
    retrySeconds === undefined ? (pid > 0 ? 'now' : '-') : duration(Math.min(wait, Math.ceil(retrySeconds)));
  return { text: `${until}/${duration(wait)}`, tone: 'warning' };
}

function statsCell({ stats }: VassalState): Cell {
  if (stats === undefined) return { text: '-' };
  return stats.address === undefined
    ? { text: displayText(stats.reason), tone: 'dim' }
    : { text: displayText(stats.address) };
}
