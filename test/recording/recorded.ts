/** Recordings of the demo's fleet, as lines and as files. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation, TargetLabel } from '../../src/model/observation';
import { pack } from '../../src/recording/blocks';
import { Encoder } from '../../src/recording/encode';
import type { RecordedRound, RecordingHeader } from '../../src/recording/format';
import { epochMs } from '../support/documents';
import { label } from '../ui/scenes';
import { simulate } from '../ui/simulated';

export const headerOf = (targets: readonly TargetLabel[]): RecordingHeader => ({
  version: '1.2.3',
  startedMs: epochMs,
  originMs: epochMs,
  intervalMs: 1000,
  marksRounds: false,
  targets,
});

/** Second by second, from the first on. */
export function observed(seconds: number, names: readonly string[]): Observation[] {
  const members = simulate(names);
  return Array.from({ length: seconds }, (_, index) =>
    members.map(({ observe }) => observe(index + 1)),
  ).flat();
}

export function linesOf(observations: readonly Observation[], names: readonly string[]): string[] {
  const encoder = new Encoder();
  const header = encoder.header(headerOf(names.map(label)));
  return [header, ...observations.map((observation) => encoder.observation(observation))];
}

/** A block a line, as they are written while nothing is behind. */
export const packed = async (lines: readonly string[]): Promise<Buffer> =>
  Buffer.concat(await Promise.all(lines.map(pack)));

export async function all(rounds: AsyncIterable<RecordedRound>): Promise<RecordedRound[]> {
  const read: RecordedRound[] = [];
  for await (const round of rounds) read.push(round);
  return read;
}

/** A folder that is gone when the tests of the file are done. */
export function folderOfThisFile(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-recording-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name) => join(folder, name);
}
