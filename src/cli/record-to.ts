/** A recorder for the targets of a command. */
import { performance } from 'node:perf_hooks';
import { AppendedFile, CannotRecord } from '../recording/append';
import { Recorder, type RecorderOptions } from '../recording/recorder';
import type { Target } from '../targets/address';
import { labelsOf } from './options';

declare const uwtopVersion: string;

export interface RecordingOptions {
  /** A file to write all observations to as well. */
  readonly record?: string;
}

interface Wish extends Partial<Pick<RecorderOptions, 'rotateBytes' | 'rotateMs' | 'fresh' | 'onRotated'>> {
  readonly path: string;
  readonly targets: readonly Target[];
  readonly intervalMs: number;
  readonly marksRounds?: boolean;
  readonly onTrouble?: (sentence: string) => void;
}

/** Of this run: files of one run share it. */
const originMs = Date.now() - performance.now();

export function recordTo(wish: Wish): Promise<Recorder> {
  const { targets, intervalMs, marksRounds = false, onTrouble = toStderr, ...options } = wish;
  return Recorder.open({
    ...options,
    header: {
      version: uwtopVersion,
      startedMs: Date.now(),
      originMs,
      intervalMs,
      marksRounds,
      targets: labelsOf(targets),
    },
    now: () => performance.now(),
    onTrouble,
  });
}

/** Before the screens come, which would hide what is wrong with it. */
export async function checkRecordable(path: string): Promise<void> {
  try {
    await AppendedFile.check(path);
  } catch (error) {
    throw new CannotRecord(path, error);
  }
}

function toStderr(sentence: string): void {
  process.stderr.write(`uwtop: ${sentence}\n`);
}
