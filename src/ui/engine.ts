/** What asks the targets. */
import type { Player } from '../recording/player';

export interface Engine {
  pollNow(): void;
  setInterval(intervalMs: number): void;
  /** Watches one more target, where it is not watched already. */
  attach(target: Attachment): void;
  /** Starts to record, or stops. */
  toggleRecording?(): void;
  /** Where a recording is played instead. */
  readonly player?: Pick<Player, 'perform' | 'seek'>;
  pause(): void;
  resume(): void;
}

/** A target that was found by looking at another one. */
export interface Attachment {
  /** The canonical address, which is the id of the target as well. */
  readonly address: string;
  readonly name: string;
  readonly group?: string | undefined;
}
