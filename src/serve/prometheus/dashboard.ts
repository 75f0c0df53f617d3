/** The dashboard for Grafana, as it is imported. */
import { choice, layOut, type PanelPlan, type RowPlan } from './panels';

/** The targets that were chosen at the head. */
const chosen = 'target=~"$target",group=~"$group"';

const of = (metric: string, more = ''): string => `${metric}{${chosen}${more === '' ? '' : `,${more}`}}`;

const fleet: readonly PanelPlan[] = [
  {
    title: 'Instances up',
    description: 'Of those that are watched.',
    unit: 'short',
    kind: 'stat',
    width: 4,
    queries: [{ expr: `sum(${of('uwsgi_up')})`, legend: 'up' }],
  },
  {
    title: 'Instances down',
    description: 'Those that did not answer when they were asked last.',
    unit: 'short',
    kind: 'stat',
    width: 4,
    queries: [{ expr: `sum(1 - ${of('uwsgi_up')})`, legend: 'down' }],
  },
  {
    title: 'Requests a second',
    description: 'Of all instances together.',
    unit: 'reqps',
    kind: 'stat',
    width: 4,
    queries: [{ expr: `sum(rate(${of('uwtop_requests_total')}[$__rate_interval]))`, legend: 'requests' }],
  },
  {
    title: 'Busiest instances',
    description: 'Share of the time that their active workers spend in requests.',
    unit: 'percentunit',
    kind: 'bargauge',
    max: 1,
    queries: [{ expr: `topk(10, ${of('uwtop_busyness_ratio')})`, legend: '{{target}}' }],
  },
];

const instance: readonly PanelPlan[] = [
  {
    title: 'Busyness',
    description: 'Share of the time that active workers spend in requests.',
    unit: 'percentunit',
    max: 1,
    queries: [{ expr: of('uwtop_busyness_ratio'), legend: '{{target}}' }],
  },
  {
    title: 'Requests a second',
    description: 'Answered, since the last scrapes.',
    unit: 'reqps',
    queries: [{ expr: `rate(${of('uwtop_requests_total')}[$__rate_interval])`, legend: '{{target}}' }],
  },
  {
    title: 'Service time',
    description: 'Mean over all requests that ended.',
    unit: 's',
    queries: [
      {
        expr:
          `rate(${of('uwtop_running_time_seconds_total')}[$__rate_interval])` +
          ` / (rate(${of('uwtop_requests_total')}[$__rate_interval]) > 0)`,
        legend: '{{target}}',
      },
    ],
  },
  {
    title: 'Listen queue',
    description: 'Connections that wait for a worker, and how many may.',
    unit: 'short',
    queries: [
      { expr: of('uwtop_listen_queue_length'), legend: '{{target}} {{socket}}' },
      { expr: of('uwtop_listen_queue_max_length'), legend: '{{target}} {{socket}} at most' },
    ],
  },
  {
    title: 'Workers by activity',
    description: 'Of the instances that are chosen.',
    unit: 'short',
    queries: [{ expr: `sum by (activity) (${of('uwtop_workers')})`, legend: '{{activity}}' }],
  },
  {
    title: 'Memory',
    description: 'Proportional where it is known, else resident.',
    unit: 'bytes',
    queries: [
      {
        expr: `${of('uwtop_proportional_memory_bytes')} or ${of('uwtop_resident_memory_bytes')}`,
        legend: '{{target}}',
      },
    ],
  },
  {
    title: 'CPU',
    description: '1 is one CPU fully; known where uwtop runs on the same machine.',
    unit: 'percentunit',
    queries: [{ expr: of('uwtop_cpu_ratio'), legend: '{{target}}' }],
  },
  {
    title: 'Exceptions and kills a second',
    description: 'What the application let through, and what harakiri ended.',
    unit: 'cps',
    queries: [
      {
        expr: `rate(${of('uwtop_exceptions_total')}[$__rate_interval])`,
        legend: '{{target}} exceptions',
      },
      { expr: `rate(${of('uwtop_harakiri_kills_total')}[$__rate_interval])`, legend: '{{target}} harakiri' },
    ],
  },
];

const workers: readonly PanelPlan[] = [
  {
    title: 'Busyness by worker',
    description: 'Not there with --no-per-worker.',
    unit: 'percentunit',
    max: 1,
    queries: [{ expr: of('uwtop_worker_busyness_ratio'), legend: '{{target}} {{worker_id}}' }],
  },
  {
    title: 'Requests a second by worker',
    description: 'Not there with --no-per-worker.',
    unit: 'reqps',
    queries: [
      {
        expr: `rate(${of('uwsgi_worker_requests_total')}[$__rate_interval])`,
        legend: '{{target}} {{worker_id}}',
      },
    ],
  },
  {
    title: 'Resident memory by worker',
    description: 'Not there with --no-per-worker.',
    unit: 'bytes',
    queries: [{ expr: of('uwtop_worker_resident_memory_bytes'), legend: '{{target}} {{worker_id}}' }],
  },
  {
    title: 'Respawns by cause',
    description: 'Processes that were replaced, over the last hour at each point.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (cause) (increase(${of('uwtop_respawns_total')}[1h]))`,
        legend: '{{cause}}',
      },
    ],
  },
];

const forecasts: readonly PanelPlan[] = [
  {
    title: 'Next limit of each instance',
    description: 'Time until the first worker gets to each limit, the queue is full, the memory is used up.',
    unit: 's',
    queries: [{ expr: of('uwtop_forecast_seconds'), legend: '{{target}} {{limit}}' }],
  },
  {
    title: 'Next limits of workers',
    description: 'The ten that come first.',
    unit: 's',
    kind: 'table',
    queries: [{ expr: `bottomk(10, ${of('uwtop_worker_forecast_seconds')})`, legend: '' }],
  },
];

const alerts: readonly PanelPlan[] = [
  {
    title: 'Alerts that stand',
    description: "uwtop's own, by rule and severity.",
    unit: 'short',
    kind: 'table',
    queries: [{ expr: of('uwtop_alerts'), legend: '' }],
  },
  {
    title: 'Alerts over time',
    description: 'How many stand.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (rule, severity) (${of('uwtop_alerts')})`,
        legend: '{{severity}} {{rule}}',
      },
    ],
  },
];

const rows: readonly RowPlan[] = [
  { title: 'Fleet', panels: fleet },
  { title: 'Instances', panels: instance },
  { title: 'Workers', panels: workers },
  { title: 'Forecasts', panels: forecasts },
  { title: 'Alerts', panels: alerts },
];

export const dashboard = (): object => ({
  uid: 'uwtop',
  title: 'uWSGI (uwtop)',
  description: 'Instances of uWSGI as uwtop serves them.',
  tags: ['uwsgi', 'uwtop'],
  schemaVersion: 38,
  version: 1,
  editable: true,
  timezone: 'browser',
  time: { from: 'now-1h', to: 'now' },
  refresh: '30s',
  graphTooltip: 1,
  templating: {
    list: [
      { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', current: {} },
      choice('group', 'Group', 'label_values(uwtop_target_info, group)'),
      choice('target', 'Instance', 'label_values(uwtop_target_info{group=~"$group"}, target)'),
    ],
  },
  annotations: { list: [] },
  panels: layOut(rows),
});
