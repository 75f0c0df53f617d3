/** What the app asks of a terminal, and what it is told by it. */
import type { Frame } from './frame';

/** The screen and keyboard, as far as the app knows them. */
export interface Display {
  readonly size: { readonly columns: number; readonly rows: number };
  /** The reader of our output is behind: another frame would only wait in line. */
  readonly congested: boolean;
  paint(frame: Frame): void;
  /** Rings the terminal's bell. */
  ring(): void;
  /** Hands a text to the clipboard of the terminal, wherever that runs. */
  copy(text: string): void;
  /** Takes clicks and the wheel from the terminal, or gives them back. */
  useMouse(wanted: boolean): void;
  onMouse(listener: (event: MouseEvent) => void): void;
  repaint(frame: Frame): void;
  onKey(listener: (key: string) => void): void;
  onResize(listener: () => void): void;
  /** Gives the terminal back and stops the process. */
  suspend(): void;
  /** After `fg`, whoever had stopped the process: the terminal is ours again, and shows who knows what. */
  onContinue(resumed: () => void): void;
}

export type MouseEvent =
  | { readonly kind: 'wheel'; readonly direction: 'up' | 'down' }
  /** `line`: from 0. */
  | { readonly kind: 'click'; readonly line: number };
