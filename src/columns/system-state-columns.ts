/** What is held, what is set, and what uWSGI counts by itself. */
import { bytes, duration, rate } from '../format/quantity';
import type { LimitRow, LockRow, MetricRow } from '../model/system-state';
import { columnsOf, processCell } from './fields';

export const lockColumns = columnsOf<LockRow>([
  {
    id: 'lock',
    title: 'LOCK',
    width: 28,
    grows: true,
    align: 'left',
    cell: ({ name }) => ({ text: name, tone: 'strong' }),
    help: 'a lock that is held now (source: locks)',
  },
  {
    id: 'holder',
    title: 'HELD BY',
    width: 20,
    align: 'left',
    cell: ({ holder, isSuspicious }) => ({ text: holder, tone: isSuspicious ? 'warning' : 'plain' }),
    help: 'who holds it; yellow where that is none of the processes that the instance names',
  },
  {
    id: 'lockPid',
    title: 'PID',
    width: 8,
    cell: ({ pid }) => processCell(pid),
    help: 'process id of the holder',
  },
  {
    id: 'held',
    title: 'FOR',
    width: 6,
    cell: ({ heldSeconds }) => ({ text: duration(heldSeconds) }),
    help: 'how long every poll has found it held by the same process',
  },
]);

export const limitColumns = columnsOf<LimitRow>([
  {
    id: 'option',
    title: 'LIMIT',
    width: 28,
    align: 'left',
    cell: ({ option }) => ({ text: option, tone: 'strong' }),
    help: "uWSGI's option",
  },
  {
    id: 'said',
    title: 'VALUE AND SOURCE',
    width: 30,
    grows: true,
    align: 'left',
    cell: ({ said }) => ({ text: said }),
    help: 'the value, and where it was read',
  },
]);

export const metricColumns = columnsOf<MetricRow>([
  {
    id: 'metric',
    title: 'METRIC',
    width: 36,
    grows: true,
    align: 'left',
    cell: ({ name }) => ({ text: name }),
    help: 'a metric of uWSGI; needs enable-metrics (source: metrics)',
  },
  {
    id: 'metricType',
    title: 'TYPE',
    width: 9,
    align: 'left',
    cell: ({ type }) => ({ text: type, tone: 'dim' }),
    help: 'counter, gauge, absolute or alias (source: type)',
  },
  {
    id: 'metricValue',
    title: 'VALUE',
    width: 20,
    cell: ({ value, name }) => ({
      text: /(?:rss|vsz)(?:_size)?$/.test(name) ? bytes(value) : String(value),
      tone: 'strong',
    }),
    help: 'as uWSGI keeps it; memory in bytes with its unit (source: value)',
  },
  {
    id: 'metricRate',
    title: 'PER SECOND',
    width: 11,
    cell: ({ perSecond }) => ({ text: rate(perSecond) }),
    help: 'growth of a counter over the last interval',
  },
]);
