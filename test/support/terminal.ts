export interface TerminalRequest {
  readonly columns: number;
  readonly rows: number;
  readonly command: readonly string[];
  /** Added to an otherwise bare environment: the developer's own settings must not decide a test. */
  readonly env?: Readonly<Record<string, string>>;
  /** TERM for the program, and what tmux takes itself for; tmux-256color unless said otherwise. */
  readonly term?: string;
  /** Where the program starts; the repository unless said otherwise. */
  readonly cwd?: string;
}

/** What the program has asked of the terminal and not taken back. */
export interface PaneState {
  readonly alternate: boolean;
  /** tmux hides the cursor of a program that has ended: ask in a shell what a program leaves behind. */
  readonly cursorVisible: boolean;
  /** Some kind of mouse reporting is on. */
  readonly mouse: boolean;
  readonly mouseSgr: boolean;
  readonly keypad: boolean;
  readonly cursorKeys: boolean;
  readonly insert: boolean;
  readonly wrap: boolean;
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
}

export interface Terminal {
  /** A directory of this terminal alone, and the program's HOME; gone after close. */
  readonly home: string;
  /** Presses keys by tmux's names: 'Enter', 'Escape', 'C-c', 'F1', 'PPage', 'Up', 'q'. */
  send(...keys: string[]): Promise<void>;
  /** Types text as it stands. */
  type(text: string): Promise<void>;
  /** What is on the screen, as plain text, one line a row, without the spaces at the ends. */
  screen(): Promise<string>;
  /** The same with the escape sequences of colours and attributes. */
  colours(): Promise<string>;
  /** Resolves with the first screen that fits; rejects, the last screen in the message, in time or once all is over. */
  waitFor(wanted: RegExp | ((screen: string) => boolean), timeoutMs?: number): Promise<string>;
  resize(columns: number, rows: number): Promise<void>;
  /** Undefined while the program runs, then its exit code, or 128 and the signal that killed it as in a shell. */
  exitCode(): Promise<number | undefined>;
  /** Waits for the end of the program and resolves with its exit code. */
  waitForExit(timeoutMs?: number): Promise<number>;
  paneState(): Promise<PaneState>;
  /** What programs have put into the clipboard; empty where none has. */
  clipboard(): Promise<string>;
  /** The program's pid; in a shell it is the shell's. */
  pid(): Promise<number>;
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Ends the program and the terminal; may be called twice. */
  close(): Promise<void>;
}
