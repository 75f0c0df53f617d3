/** What can be asked of a player, and what it tells. */
import type { Situation } from '../alerts/situation';
import type { Tape } from './tape';

export const playerActions = [
  'play-pause',
  'step',
  'step-back',
  'speed-up',
  'speed-down',
  'seek-forward',
  'seek-back',
  'leap-forward',
  'leap-back',
  'next-event',
  'previous-event',
] as const;

export type PlayerAction = (typeof playerActions)[number];

export interface PlayerOptions {
  readonly tape: Tape;
  readonly speed: number;
  readonly isPaused: boolean;
  /** Wall time of the last observation, ms; until that is known, as far as was played. */
  readonly end: Promise<number | undefined>;
  /** Real, monotonic, ms. */
  readonly now: () => number;
  readonly onShow: (situation: Situation) => void;
  /** Only the time or the state has changed. */
  readonly onChange: () => void;
  readonly say: (sentence: string) => void;
}

export interface PlayerState {
  readonly elapsedMs: number;
  readonly totalMs: number | undefined;
  readonly speed: number;
  readonly isPaused: boolean;
  readonly isSeeking: boolean;
}

export const speeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const seekMs = 10_000;
const leapMs = 300_000;

/** In the time of the recording, ms. */
export const distances: Partial<Record<PlayerAction, number>> = {
  'seek-forward': seekMs,
  'seek-back': -seekMs,
  'leap-forward': leapMs,
  'leap-back': -leapMs,
};
