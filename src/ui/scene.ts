/** What every view gets: the picture, what the user did to it, the room, and the time as data. */
import type { Advice } from '../advisor/advice';
import type { Situation } from '../alerts/situation';
import type { Size } from './frame';
import type { Glyphs } from '../format/glyphs';
import type { UiState } from './state';

/** The picture to draw is the frozen one while frozen. */
export interface Scene extends Situation {
  readonly ui: UiState;
  readonly size: Size;
  readonly glyphs: Glyphs;
  readonly now: { readonly wallMs: number; readonly monotonicMs: number };
  /** Local time of day of the given wall time, `14:03:22`. */
  readonly clock: (wallMs: number) => string;
  /** When the first question was asked: monotonic, ms. */
  readonly startedMs?: number | undefined;
  /** How often the targets are asked, ms: less often than asked for where the machine cannot keep up. */
  readonly paceMs?: number | undefined;
  /** A word for the title where the fleet is not real. */
  readonly label?: string | undefined;
  /** What goes on beside the watching: REC and the size, or where a replay is. */
  readonly activity?: string | undefined;
  /** For the instance that is looked at, while the Tune screen is shown. */
  readonly advice?: Advice | undefined;
  /** Somebody asked to see them and answered the question. */
  readonly showSecrets?: boolean | undefined;
}
