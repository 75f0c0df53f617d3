/** What is told of a target whether it answers or not. */
import type { TargetLabel } from '../model/observation';
import { type Labels, labelText, type Point, secondsOf, single, type TargetMetric } from './metric';

export const targetMetrics: readonly TargetMetric[] = [
  {
    name: 'uwtop_target_info',
    type: 'gauge',
    help: 'Always 1; what is known of the target stands in the labels, those of a targets file as label_NAME.',
    points: ({ instance: { seen, target } }) => [
      [
        {
          ...labelsOf(target),
          kind: seen?.sighting.snapshot.kind ?? '',
          version: labelText(seen?.version ?? ''),
        },
        1,
      ],
    ],
  },
  {
    name: 'uwtop_observation_age_seconds',
    type: 'gauge',
    help: 'How long ago the target last answered.',
    points: ({ instance: { seen }, nowMs }) => single(seen && Math.max(0, nowMs - seen.monotonicMs) / 1000),
  },
  {
    name: 'uwtop_repaired_answers_total',
    type: 'counter',
    help: 'Answers that had to be mended before they could be read: a request had put odd bytes into them.',
    points: ({ instance: { polls } }) => single(polls.repaired),
  },
  {
    name: 'uwtop_respawns_total',
    type: 'counter',
    help: 'Processes of workers that were replaced while uwtop watched, by cause.',
    points: ({ instance: { respawns, seen } }) =>
      seen?.totals === undefined ? [] : Object.entries(respawns).map(([cause, count]) => [{ cause }, count]),
  },
  {
    name: 'uwtop_alerts',
    type: 'gauge',
    help: "uwtop's own alerts that stand, by rule and severity; no series where there is none.",
    points: ({ alerts }) => {
      const counts = new Map<string, Point>();
      for (const { rule, severity } of alerts) {
        const key = `${rule} ${severity}`;
        counts.set(key, [{ rule, severity }, (counts.get(key)?.[1] ?? 0) + 1]);
      }
      return [...counts.values()];
    },
  },
  {
    name: 'uwtop_poll_duration_seconds',
    type: 'gauge',
    help: 'From the question to the first byte of the last answer.',
    points: ({ instance: { phase, polls } }) =>
      single(phase === 'up' ? secondsOf(polls.latencyMs) : undefined),
  },
];

/** Of two names that Prometheus would write alike the later one counts. */
const labelsOf = ({ labels = {} }: TargetLabel): Labels =>
  Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [
      `label_${name.replace(/[^a-zA-Z0-9_]/g, '_')}`,
      labelText(value),
    ]),
  );
