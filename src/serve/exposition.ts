/** The text that Prometheus reads. The only place that knows of prom-client. */
import type { Metric, RegistryContentType } from 'prom-client';
import Registry from 'prom-client/lib/registry';
import type { Family } from '../output/metrics';

export type Format = 'prometheus' | 'openmetrics';

export const contentTypes: Readonly<Record<Format, RegistryContentType>> = {
  prometheus: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
};

/**
 * The registry is filled with series that are counted already. prom-client's own gauges would look up each of them by its
 * labels first, at several times the cost.
 */
export function expose(families: readonly Family[], format: Format): Promise<string> {
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(contentTypes[format]);
  for (const { name, help, type, samples } of families) {
    // For OpenMetrics the registry takes the _total off the name of a counter, and puts it behind each sample.
    const metric = { name, help, type, get: () => ({ name: metric.name, help, type, values: samples }) };
    registry.registerMetric(metric as unknown as Metric);
  }
  return registry.metrics();
}
