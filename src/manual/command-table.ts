/** The commands as completions and the man page tell of them: no parser, no actions, only what can be typed. */

/** What can be typed in a place. A list has commas between its words; stems go on where they end. */
export type Filling =
  | { readonly kind: 'anything' | 'file' | 'program' | 'address' }
  | { readonly kind: 'word' | 'list' | 'stem'; readonly words: readonly string[] };

export interface OptionEntry {
  /** `-i`, `--interval`: the short one first, where there is one. */
  readonly names: readonly string[];
  /** The name of its value; absent for one that has none. */
  readonly value?: string | undefined;
  readonly filling: Filling;
  readonly help: string;
  /** With its choices and its default behind it. */
  readonly wholeHelp: string;
  readonly group?: string | undefined;
}

export interface CommandEntry {
  /** `uwtop` for what is typed without a command. */
  readonly name: string;
  /** `[options] [targets...]` */
  readonly usage: string;
  readonly description: string;
  readonly options: readonly OptionEntry[];
  /** What can be typed beside options. */
  readonly operands: Filling;
  readonly operandHelp: string;
  /** What its help says below the options. */
  readonly notes: string;
}

export interface CommandTable {
  readonly version: string;
  readonly root: CommandEntry;
  readonly commands: readonly CommandEntry[];
}

/** How addresses that are no paths begin. */
export const addressStems = ['unix:', 'file:', 'tcp://', 'http://', 'https://', 'ssh://'] as const;

export const all = ({ root, commands }: CommandTable): readonly CommandEntry[] => [root, ...commands];
