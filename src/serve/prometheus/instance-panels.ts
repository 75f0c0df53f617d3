/** The panels of the fleet and of its instances. */
import { of } from './chosen';
import type { PanelPlan } from './panels';

export const fleetPanels: readonly PanelPlan[] = [
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

export const instancePanels: readonly PanelPlan[] = [
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
