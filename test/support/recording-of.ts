/** Observations as the text of a recording. */
import type { Observation, TargetLabel } from '../../src/model/observation';
import { Encoder } from '../../src/recording/encode';
import { epochMs, target } from './documents';

export function recordingOf(
  observations: readonly Observation[],
  targets: readonly TargetLabel[] = [target],
): string {
  const encoder = new Encoder();
  const header = encoder.header({
    version: '1.0.0',
    startedMs: epochMs,
    originMs: epochMs,
    intervalMs: 1000,
    marksRounds: false,
    targets,
  });
  return header + observations.map((observation) => encoder.observation(observation)).join('');
}
