/** The fleet table: a line an instance. */
import { bytes, count, milliseconds, percent, rate } from '../format/quantity';
import type { InstancePhase, InstanceState } from '../model/instance';
import { window } from '../model/series';
import type { Alert } from '../alerts/alert';
import type { Forecast } from '../model/forecasts/forecast';
import { blank, type Cell, type Column, type Tone } from './column';
import { busynessTone } from './busyness-tone';
import type { InstanceRow } from './instance-row';
import { describeNext, nextOf } from './next';
import { queueTone } from './queue-tone';

const phaseTones: Record<InstancePhase, Tone> = {
  connecting: 'dim',
  up: 'busy',
  stale: 'warning',
  down: 'critical',
};

/** A value of the totals; an instance that is not up shows its last one dimmed by the screen. */
const totals = (instance: InstanceState) => instance.seen?.totals;

const requestsPerSecond = ({ seen }: InstanceState) =>
  seen?.totals?.requestsPerSecond ?? seen?.router?.hitsPerSecond;

export const instanceColumns: readonly Column<InstanceRow>[] = [
  {
    id: 'state',
    title: 'STATE',
    width: 10,
    staysBright: true,
    align: 'left',
    priority: 2,
    cell: ({ instance: { phase } }) => ({ text: phase, tone: phaseTones[phase] }),
    sortValue: ({ instance: { phase } }) => phase,
    help: 'connecting, up, stale (the last poll failed: the numbers are old), down (no answer for 10 s)',
  },
  {
    id: 'name',
    title: 'INSTANCE',
    width: 16,
    grows: true,
    keepsEnd: true,
    align: 'left',
    priority: 1,
    cell: ({ instance: { target } }) => ({ text: target.name, tone: 'strong' }),
    sortValue: ({ instance: { target } }) => target.name,
    help: 'the name given in front of the address (name=ADDRESS), else the address',
  },
  {
    id: 'kind',
    title: 'KIND',
    width: 8,
    align: 'left',
    priority: 12,
    cell: ({ instance: { seen } }) => ({
      text: seen === undefined ? '-' : kindOf(seen.sighting.snapshot.kind),
      tone: 'dim',
    }),
    sortValue: ({ instance: { seen } }) => seen?.sighting.snapshot.kind,
    help: 'uwsgi (has workers), emperor (has vassals) or router (has subscriptions)',
  },
  {
    id: 'version',
    title: 'VERSION',
    width: 13,
    align: 'left',
    priority: 13,
    cell: ({ instance: { seen } }) => ({ text: seen?.version ?? '-' }),
    sortValue: ({ instance: { seen } }) => seen?.version,
    help: 'version of uWSGI (source: version)',
  },
  {
    id: 'workers',
    title: 'WORKERS',
    width: 11,
    wants: { width: 16, priority: 10.1 },
    align: 'right',
    priority: 5,
    descendingFirst: true,
    cell: ({ instance }) => workersCell(instance),
    sortValue: ({ instance }) => totals(instance)?.active,
    help: 'busy / active workers, and as a bar where there is room; of an emperor its vassals, of a router its nodes',
  },
  {
    id: 'busyness',
    title: 'BUSY',
    width: 5,
    align: 'right',
    priority: 3,
    descendingFirst: true,
    cell: ({ instance }) => {
      const busyness = totals(instance)?.busyness;
      return { text: percent(busyness), tone: busynessTone(busyness) };
    },
    sortValue: ({ instance }) => totals(instance)?.busyness,
    help: 'mean over the active workers of the share of the last interval spent in requests',
  },
  {
    id: 'history',
    title: '2 MIN',
    width: 8,
    wants: { width: 15, priority: 10.2 },
    align: 'left',
    priority: 5.5,
    descendingFirst: true,
    cell: () => ({ text: '' }),
    spark: ({ instance: { history, seen } }, cells) => ({
      values:
        seen === undefined
          ? []
          : window(history.busyness, {
              count: cells,
              bucketMs: Math.max(1, Math.floor(120 / cells)) * 1000,
              nowMs: seen.monotonicMs,
            }),
      tone: 'busy',
    }),
    sortValue: ({ instance }) => totals(instance)?.busyness,
    help: 'busyness over the last two minutes, 0-100 %, the newest at the right',
  },
  {
    id: 'requestsPerSecond',
    title: 'REQ/S',
    width: 6,
    align: 'right',
    priority: 4,
    descendingFirst: true,
    cell: ({ instance }) => ({ text: rate(requestsPerSecond(instance)) }),
    sortValue: ({ instance }) => requestsPerSecond(instance),
    help: 'requests finished per second over the last interval; of a router those that came for its keys',
  },
  {
    id: 'serviceTime',
    title: 'TIME',
    width: 6,
    align: 'right',
    priority: 9,
    descendingFirst: true,
    cell: ({ instance }) => ({ text: milliseconds(totals(instance)?.serviceTimeMs) }),
    sortValue: ({ instance }) => totals(instance)?.serviceTimeMs,
    help: 'mean service time of the requests that finished in the last interval',
  },
  {
    id: 'queue',
    title: 'QUEUE',
    width: 11,
    align: 'right',
    priority: 6,
    descendingFirst: true,
    cell: ({ instance }) => queueCell(instance),
    sortValue: ({ instance }) => totals(instance)?.listenQueue,
    help:
      'connections waiting / places in the listen queue of the fullest socket; of UNIX sockets the kernel of this machine ' +
      'tells, and the option listen (source: sockets[].queue, /proc/net/unix)',
  },
  {
    id: 'next',
    title: 'NEXT',
    width: 17,
    wants: { width: 22, priority: 9.5 },
    align: 'left',
    priority: 8.5,
    cell: ({ instance }) => nextOfInstance(instance),
    sortValue: ({ instance }) => nextWorker(instance)?.forecast.etaSeconds,
    help: 'what will happen first to a worker of it: number of the worker, limit, time; x3 are recycled together',
  },
  {
    id: 'alerts',
    title: 'ALERT',
    width: 7,
    align: 'left',
    staysBright: true,
    priority: 2.8,
    descendingFirst: true,
    cell: ({ alerts }) => alertsCell(alerts),
    sortValue: ({ alerts }) =>
      alerts.length + 1000 * alerts.filter(({ severity }) => severity === 'critical').length,
    help: 'how many alerts stand, and how bad the worst is; e tells them',
  },
  {
    id: 'rss',
    title: 'RSS',
    width: 5,
    align: 'right',
    priority: 10,
    descendingFirst: true,
    cell: ({ instance }) => ({ text: bytes(totals(instance)?.rssBytes) }),
    sortValue: ({ instance }) => totals(instance)?.rssBytes,
    help: 'sum of the resident memory of the workers; pages that they share count more than once',
  },
  {
    id: 'exceptions',
    title: 'EXC',
    width: 5,
    align: 'right',
    priority: 7,
    descendingFirst: true,
    cell: ({ instance }) => {
      const rising = (totals(instance)?.exceptionsPerSecond ?? 0) > 0;
      return { text: count(totals(instance)?.exceptions), tone: rising ? 'warning' : 'plain' };
    },
    sortValue: ({ instance }) => totals(instance)?.exceptions,
    help: 'exceptions that the application let through since the start; yellow while they rise',
  },
  {
    id: 'kills',
    title: 'KILL',
    width: 5,
    align: 'right',
    priority: 8,
    descendingFirst: true,
    cell: ({ instance }) => {
      const kills = totals(instance)?.harakiriCount;
      return { text: count(kills), tone: (kills ?? 0) > 0 ? 'critical' : 'plain' };
    },
    sortValue: ({ instance }) => totals(instance)?.harakiriCount,
    help: 'kills by harakiri since the start',
  },
];

const kindOf = (kind: 'worker' | 'emperor' | 'router') => (kind === 'worker' ? 'uwsgi' : kind);

function workersCell({ seen }: InstanceState): Cell {
  if (seen === undefined) return { text: '-' };
  const { snapshot } = seen.sighting;
  switch (snapshot.kind) {
    case 'worker':
      return seen.totals === undefined
        ? { text: '-' }
        : {
            text: `${seen.totals.byActivity.busy}/${seen.totals.active}`,
            share: seen.totals.busyRatio,
          };
    case 'emperor':
      return { text: `${snapshot.document.vassals.length} vassals` };
    case 'router': {
      const nodes = (snapshot.document.subscriptions ?? []).reduce(
        (sum, { nodes }) => sum + (nodes?.length ?? 0),
        0,
      );
      return { text: `${nodes} nodes` };
    }
  }
}

function queueCell(instance: InstanceState): Cell {
  const { listenQueue, listenQueueMax } = totals(instance) ?? {};
  if (listenQueue === undefined) return { text: '-' };
  if (listenQueueMax === undefined) return { text: `${listenQueue}/-` };
  const tone = queueTone(listenQueue / listenQueueMax);
  return { text: `${listenQueue}/${listenQueueMax}`, tone };
}

function alertsCell(alerts: readonly Alert[]): Cell {
  const [worst] = alerts;
  if (worst === undefined) return blank;
  return worst.severity === 'critical'
    ? { text: `CRIT ${alerts.length}`, tone: 'critical' }
    : { text: `warn ${alerts.length}`, tone: 'warning' };
}

interface NextWorker {
  readonly worker: number;
  readonly forecast: Forecast;
}

/** Over all workers: a kill that threatens comes before any recycling that is later. */
function nextWorker({ seen }: InstanceState): NextWorker | undefined {
  const all = (seen?.workers ?? []).flatMap((worker): NextWorker[] => {
    const forecast = nextOf(worker);
    return forecast === undefined ? [] : [{ worker: worker.number, forecast }];
  });
  return all.reduce<NextWorker | undefined>(
    (first, next) =>
      first === undefined || (next.forecast.etaSeconds ?? Infinity) < (first.forecast.etaSeconds ?? Infinity)
        ? next
        : first,
    undefined,
  );
}

function nextOfInstance(instance: InstanceState): Cell {
  const next = nextWorker(instance);
  if (next === undefined) return blank;
  const herd = instance.seen?.outlook.herd?.workers ?? [];
  const more = herd.includes(next.worker) ? ` x${herd.length}` : '';
  const tone = next.forecast.limit === 'harakiri' && next.forecast.value / next.forecast.threshold >= 0.5;
  return { text: `${next.worker}: ${describeNext(next.forecast)}${more}`, tone: tone ? 'warning' : 'plain' };
}
