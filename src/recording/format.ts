/**
 * A recording: NDJSON, a JSON document a line, plain or as .gz. By its first key a line is
 *
 *   {"uwtopRecording":1, "version", "startedMs", "originMs", "intervalMs", "marksRounds", "masked", "targets"}
 *     The header: the first line, and again where a recording was gone on with. `originMs` is what the wall clock shows
 *     more than the clock of `monotonicMs`: the same in all files of one run, so that runs can be put on one time.
 *   {"at", "target", "monotonicMs", "latencyMs", "bytes", "repairs", "hint", "document" or "failure",
 *    "host", "limits", "vassalStats"}
 *     An observation. `at` is wall time, ms since the epoch, and `document` what the stats server printed, as far as
 *     uwtop reads it. `host`, `limits` and `vassalStats` are left out where they are as they were with the last answer
 *     of the same target in this file, and null where there are none any more.
 *   {"targets"}      who is watched from here on
 *   {"round", "baseline"}
 *     The end of a round of `uwtop once`, with its wall time; nothing was printed of a baseline.
 *
 * Keys that are not known are passed over. A change that a reader of today would get wrong makes another format number.
 */
import type { Observation, TargetLabel } from '../model/observation';

export const formatNumber = 1;

/** For whoever wonders what is not in the file. */
export const whatIsMasked =
  'values of cookies, passwords, tokens and other secrets in variables and addresses of requests, command lines, ' +
  'titles of processes, limits and addresses of targets';

export interface RecordingHeader {
  /** Of uwtop that wrote it. */
  readonly version: string;
  readonly startedMs: number;
  readonly originMs: number;
  readonly intervalMs: number;
  /** Rounds end where a line says so; else where a target comes again. */
  readonly marksRounds: boolean;
  readonly targets: readonly TargetLabel[];
}

export type Entry =
  | { readonly kind: 'header'; readonly header: RecordingHeader }
  | { readonly kind: 'targets'; readonly targets: readonly TargetLabel[] }
  | { readonly kind: 'observation'; readonly observation: Observation }
  | { readonly kind: 'round'; readonly wallMs: number; readonly isBaseline: boolean };

/** What every target was when it was asked once, or nearly together. */
export interface RecordedRound {
  readonly observations: readonly Observation[];
  /** When it was printed, or the time of its last observation. */
  readonly wallMs: number;
  readonly isBaseline: boolean;
  /** It ended where the recording says so. */
  readonly isMarked: boolean;
  /** Of those that are watched in this round. */
  readonly targets: readonly TargetLabel[];
  readonly intervalMs: number;
}
