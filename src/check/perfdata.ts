/** Performance data: `'busyness'=42%;70;90;0;100`, as the guidelines of the monitoring plugins have it. */
import type { AllSettings, RuleSettings } from '../alerts/rule-table';
import { loadRules } from '../alerts/load-rules';
import type { InstanceState } from '../model/instance';
import type { Orders } from './judge';
import { type Metric, metrics } from './metrics';
import { numberText, type Range, rangeText, upTo } from './range';
import { rangeOn } from './thresholds';
import type { InstanceVerdict } from './verdict';

/** Of the instances that answered. With several of them each label has the instance's name in front. */
export function perfdata(instances: readonly InstanceVerdict[], orders: Orders): readonly string[] {
  const prefixes = prefixesOf(instances.map(({ instance }) => instance.target.name));
  return instances.flatMap(({ instance }, index) =>
    instance.phase === 'up' ? dataOf(instance, prefixes[index] ?? '', orders) : [],
  );
}

/** `::` is what check_multi writes, and what writers to Graphite make levels of. */
function prefixesOf(names: readonly string[]): readonly string[] {
  if (names.length < 2) return [''];
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = labelOf(name);
    let label = plain;
    for (let copy = 2; taken.has(label); copy++) label = `${plain}_${copy}`;
    taken.add(label);
    return `${label}::`;
  });
}

const longestName = 60;

/** Of a name what any reader of performance data takes. */
const labelOf = (name: string): string => name.slice(0, longestName).replaceAll(/[^\w.-]/g, '_') || '_';

function dataOf(instance: InstanceState, prefix: string, orders: Orders): string[] {
  const { seen } = instance;
  const totals = seen?.totals;
  if (seen === undefined || totals === undefined) return [];
  const settings = levelsOf(instance, orders.settingsOf(instance.target.id));
  return metrics.flatMap((metric) => {
    const value = metric.value(totals, seen);
    if (value === undefined) return [];
    const max = metric.unit === '%' ? 100 : metric.max?.(totals);
    const { warning, critical } = rangesOf(metric, settings, orders);
    const fields = [
      `'${prefix}${metric.name}'=${numberText(value)}${metric.unit}`,
      warning === undefined ? '' : rangeText(warning),
      critical === undefined ? '' : rangeText(critical),
      '0',
      max === undefined ? '' : numberText(max),
    ];
    return [fields.join(';').replace(/;+$/, '')];
  });
}

interface Ranges {
  readonly warning: Range | undefined;
  readonly critical: Range | undefined;
}

function rangesOf(metric: Metric, settings: Levels, { thresholds }: Orders): Ranges {
  const rule = metric.rule === undefined ? undefined : settings(metric.rule);
  const ofRule = (level: number | undefined) => (level === undefined ? undefined : upTo(level));
  return {
    warning: rangeOn(metric, thresholds.warning) ?? ofRule(rule?.warning),
    critical: rangeOn(metric, thresholds.critical) ?? ofRule(rule?.critical),
  };
}

type Levels = (rule: NonNullable<Metric['rule']>) => Pick<RuleSettings, 'warning' | 'critical'> | undefined;

/** Those in force: where the instance's own limits move one, moved. */
function levelsOf(instance: InstanceState, settings: AllSettings): Levels {
  const { wallMs = 0, monotonicMs = 0 } = instance.seen ?? {};
  const found = loadRules({ instance, settings, wallMs, monotonicMs });
  return (rule) =>
    settings[rule].muted
      ? undefined
      : { ...settings[rule], ...found.find((finding) => finding.rule === rule)?.levels };
}
