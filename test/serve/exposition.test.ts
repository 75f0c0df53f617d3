import { contentTypes, expose } from '../../src/serve/exposition';
import { formatFor, takesGzip } from '../../src/serve/accept';
import type { Family } from '../../src/output/metrics';
import { readSeries } from './scraped';

const families: readonly Family[] = [
  {
    name: 'uwsgi_worker_requests_total',
    type: 'counter',
    help: 'Requests.',
    samples: [
      {
        labels: { worker_id: '1' },
        sharedLabels: { stats_uri: 'tcp://h:1', target: 'a "b" \\ c' },
        value: 7,
      },
    ],
  },
  { name: 'uwsgi_up', type: 'gauge', help: 'Up.', samples: [{ labels: {}, sharedLabels: {}, value: 0.5 }] },
];

test('the text format of Prometheus', async () => {
  const text = await expose(families, 'prometheus');
  expect(text).toContain('# TYPE uwsgi_worker_requests_total counter\n');
  expect(text).not.toContain('# EOF');
  expect(readSeries(text)).toEqual([
    {
      name: 'uwsgi_worker_requests_total',
      labels: { worker_id: '1', stats_uri: 'tcp://h:1', target: 'a "b" \\ c' },
      value: 7,
    },
    { name: 'uwsgi_up', labels: {}, value: 0.5 },
  ]);
});

test('OpenMetrics names counters without their _total, and has an end', async () => {
  const text = await expose(families, 'openmetrics');
  expect(text).toContain('# TYPE uwsgi_worker_requests counter\n');
  expect(text).toContain('uwsgi_worker_requests_total{');
  expect(text.endsWith('# EOF\n')).toBe(true);
  expect(contentTypes.openmetrics).toContain('application/openmetrics-text');
});

test.each([
  [undefined, 'prometheus'],
  ['*/*', 'prometheus'],
  ['text/plain;version=0.0.4', 'prometheus'],
  [
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  ],
  ['text/plain;q=0.9,application/openmetrics-text;q=0.5', 'prometheus'],
  ['application/openmetrics-text;q=0', 'prometheus'],
])('Accept: %s gets %s', (accept, format) => {
  expect(formatFor(accept)).toBe(format);
});

test.each([
  [undefined, false],
  ['gzip', true],
  ['deflate, gzip;q=0.5', true],
  ['gzip;q=0', false],
])('Accept-Encoding: %s', (header, takes) => {
  expect(takesGzip(header)).toBe(takes);
});
