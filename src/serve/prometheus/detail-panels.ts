/** The panels of workers, of what lies ahead, and of alerts. */
import { of } from './chosen';
import type { PanelPlan } from './panels';

export const workerPanels: readonly PanelPlan[] = [
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

export const forecastPanels: readonly PanelPlan[] = [
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

export const alertPanels: readonly PanelPlan[] = [
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
