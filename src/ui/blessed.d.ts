/** The parts of blessed that uwtop touches; see blessed-parts.cjs, which stands for it in the bundle. */

declare module 'blessed' {
  import type { EventEmitter } from 'node:events';

  /** attribute, character */
  export type BlessedCell = [number, string];
  export type BlessedLine = BlessedCell[] & { dirty?: boolean };

  export interface BlessedProgram extends EventEmitter {
    flush(): void;
    setMouse(modes: { vt200Mouse: boolean; sgrMouse: boolean }, enable: boolean): void;
    bindMouse(): void;
    _write(text: string): void;
    tput: {
      colors: number;
      /** To keep the place of the cursor, and to go back to it. */
      sc(): string;
      rc(): string;
    };
  }

  export interface BlessedScreen extends EventEmitter {
    readonly program: BlessedProgram;
    /** The picture that is wanted, and the one that the terminal shows. */
    readonly lines: BlessedLine[];
    readonly olines: BlessedLine[];
    readonly width: number;
    readonly height: number;
    append(element: unknown): void;
    render(): void;
    /** Sends what changed; a part of `render`. */
    draw: () => void;
    alloc(): void;
    realloc(): void;
    enter(): void;
    leave(): void;
    destroy(): void;
  }

  export function screen(options: {
    input: NodeJS.ReadStream;
    output: NodeJS.WriteStream;
    terminal: string;
    forceUnicode: boolean;
    fullUnicode: boolean;
  }): BlessedScreen;

  export interface BlessedBox {
    render(): unknown;
  }
  export function box(options: { left: number; top: number; width: string; height: string }): BlessedBox;
}
