/** The dashboard and the rules speak of metrics that there are. */
import { allMetrics } from '../../src/output/metrics';
import { dashboard } from '../../src/serve/prometheus/dashboard';
import rules from '../../src/serve/prometheus/rules.yaml';
import { parse } from 'yaml';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const { panels } = dashboard() as { readonly panels: readonly Panel[] };
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const known = new Set(allMetrics.map(({ name }) => name));

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly record?: string;
      readonly alert?: string;
      readonly expr: string;
    }[];
  }[];
}
const allRules = (parse(rules) as RuleFile).groups.flatMap((group) => group.rules);

const metricsIn = (expression: string) => expression.match(/\b(?:uwsgi|uwtop)_[a-z_]+/g) ?? [];

test('has panels for fleet, instances, workers, forecasts and alerts', () => {
  const headings = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
  expect(headings).toEqual(['Fleet', 'Instances', 'Workers', 'Forecasts', 'Alerts']);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test('no panel lies on another, none leaves the grid', () => {
  const taken = new Set<string>();
  for (const { gridPos } of panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken).not.toContain(`${x} ${y}`);
        taken.add(`${x} ${y}`);
      }
  }
});

test.each(expressions)('the panel of %s shows what is served', (expression) => {
  const metrics = metricsIn(expression);
  expect(metrics.length).toBeGreaterThan(0);
  for (const metric of metrics) expect(known).toContain(metric);
});

test.each(allRules.map(({ record, alert, expr }) => [record ?? alert, expr]))(
  'the rule %s looks at what is served, or was recorded',
  (_, expression = '') => {
    const records = allRules.flatMap(({ record }) => record ?? []);
    const left = records.reduce((text, record) => text.replaceAll(record, ''), expression);
    for (const metric of metricsIn(left)) expect(known).toContain(metric);
  },
);

test('every alert has a severity to be routed by and says in words what it is', () => {
  const alerts = allRules.filter(({ alert }) => alert !== undefined);
  expect(alerts.length).toBeGreaterThan(5);
  for (const alert of alerts)
    expect(alert).toMatchObject({
      labels: { severity: expect.stringMatching(/^(warning|critical)$/) as string },
      annotations: { summary: expect.any(String) as string, description: expect.any(String) as string },
    });
});
