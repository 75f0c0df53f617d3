/** The metrics of each core of each worker, under the names of uwsgi_exporter. */
import type { CoreMetric } from './metric';

const counter = (name: string, help: string, value: CoreMetric['value']): CoreMetric => ({
  name: `uwsgi_worker_core_${name}`,
  type: 'counter',
  help,
  value,
});

export const coreMetrics: readonly CoreMetric[] = [
  {
    name: 'uwsgi_worker_core_busy',
    type: 'gauge',
    help: 'Whether the core is at work on a request.',
    value: ({ inRequest }) => (inRequest ? 1 : 0),
  },
  counter('requests_total', 'Requests since the start.', ({ requests }) => requests),
  counter(
    'static_requests_total',
    'Requests that were answered with a static file.',
    ({ staticRequests }) => staticRequests,
  ),
  counter(
    'routed_requests_total',
    "Requests that uWSGI's routing answered.",
    ({ routedRequests }) => routedRequests,
  ),
  counter(
    'offloaded_requests_total',
    'Requests that an offload thread answered.',
    ({ offloadedRequests }) => offloadedRequests,
  ),
  counter('write_errors_total', 'Answers that could not be written.', ({ writeErrors }) => writeErrors),
  counter('read_errors_total', 'Requests that could not be read.', ({ readErrors }) => readErrors),
];
