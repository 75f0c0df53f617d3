/** The dashboard for Grafana, as it is imported. */
import { alertPanels, forecastPanels, workerPanels } from './detail-panels';
import { fleetPanels, instancePanels } from './instance-panels';
import { choice, layOut, type RowPlan } from './panels';

const rows: readonly RowPlan[] = [
  { title: 'Fleet', panels: fleetPanels },
  { title: 'Instances', panels: instancePanels },
  { title: 'Workers', panels: workerPanels },
  { title: 'Forecasts', panels: forecastPanels },
  { title: 'Alerts', panels: alertPanels },
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
