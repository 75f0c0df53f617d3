/** Advice as the JSON contract has it. */
import type { TargetLabel } from '../model/observation';
import { orNull } from '../output/or-null';
import type { Advice, AdviceLine, ExpectedWait, LoadSummary, Sizing } from './advice';
import type { AdviceReport, InstanceAdvice } from './contract';
import type { Trial } from './trial';
import { trialOf } from './trial-report';

export interface Advised {
  readonly label: TargetLabel;
  readonly advice: Advice;
  readonly trial?: Trial | undefined;
}

export const adviceReport = (instances: readonly Advised[]): AdviceReport => ({
  schemaVersion: 1,
  instances: instances.map(instanceOf),
});

function instanceOf({ label: { name, address }, advice, trial }: Advised): InstanceAdvice {
  const { state, missing, load, sizing, lines, caveats, unknowns } = advice;
  return {
    name,
    address,
    state,
    missing: [...missing],
    load: load === undefined ? null : loadOf(load),
    sizing: sizing === undefined ? null : sizingOf(sizing),
    lines: lines.map(lineOf),
    caveats: [...caveats],
    unknowns: [...unknowns],
    trial: trial === undefined ? null : trialOf(trial),
  };
}

const loadOf = (load: LoadSummary): NonNullable<InstanceAdvice['load']> => ({
  ...load,
  serviceSeconds: orNull(load.serviceSeconds),
  variation: orNull(load.variation),
  concurrency: [...load.concurrency],
  quietHour: orNull(load.quietHour),
  peakHour: orNull(load.peakHour),
  cpuShare: orNull(load.cpuShare),
  longestQueue: orNull(load.longestQueue),
});

const sizingOf = (sizing: Sizing): NonNullable<InstanceAdvice['sizing']> => ({
  ...sizing,
  expected: waitOf(sizing.expected),
  today: sizing.today === undefined ? null : waitOf(sizing.today),
  bounds: [...sizing.bounds],
});

const waitOf = ({ slots, probability, meanSeconds, p95Seconds }: ExpectedWait) => ({
  slots,
  probability,
  meanSeconds: orNull(meanSeconds),
  p95Seconds: orNull(p95Seconds),
});

const lineOf = ({ option, value, today, reason, evidence, confidence, doubt }: AdviceLine) => ({
  option,
  value: orNull(value),
  today: orNull(today),
  reason,
  evidence: orNull(evidence),
  confidence,
  doubt: orNull(doubt),
});
