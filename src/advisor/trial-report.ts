/** A comparison of settings as text and as the JSON contract has it. */
import { displayText, wrap } from '../format/text';
import { orNull } from '../output/or-null';
import type { Figures } from './cheaper/compare';
import type { ChartStyle } from './cheaper/comparison-chart';
import { comparisonLines } from './cheaper/comparison-lines';
import type { InstanceAdvice } from './contract';
import type { Trial } from './trial';

export function trialLines({ text, comparison, notes }: Trial, style: ChartStyle): string[] {
  const width = style.width - 2;
  return [
    'TRIED',
    ...wrap(displayText(text).replaceAll(',', ', '), width).map(indented),
    '',
    ...comparisonLines(comparison, { ...style, width }).map(indented),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.flatMap((note) => wrap(note, width)).map(indented),
  ];
}

const indented = (line: string): string => (line === '' ? '' : `  ${line}`);

export const trialOf = ({
  text,
  comparison,
  apartShare,
  notes,
}: Trial): NonNullable<InstanceAdvice['trial']> => ({
  tried: text,
  seconds: comparison.seconds,
  apartShare: orNull(apartShare),
  today: figuresOf(comparison.today),
  proposal: figuresOf(comparison.proposal),
  notes: [...notes],
});

/** Times in seconds, as everywhere in this document. */
const figuresOf = (figures: Figures) => ({
  requests: figures.requests,
  waiting: figures.waiting,
  waitingShare: figures.waitingShare,
  meanWaitSeconds: figures.meanWaitMs / 1000,
  p95WaitSeconds: figures.p95WaitMs / 1000,
  maxWaitSeconds: figures.maxWaitMs / 1000,
  refused: figures.refused,
  saturatedSeconds: figures.saturatedSeconds,
  scaleUps: figures.scaleUps,
  scaleDowns: figures.scaleDowns,
  flips: figures.flips,
  meanWorkers: orNull(figures.meanWorkers),
  peakWorkers: figures.peakWorkers,
  workerHours: figures.workerHours,
  meanBytes: orNull(figures.meanBytes),
  peakBytes: orNull(figures.peakBytes),
});
