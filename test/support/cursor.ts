import { setTimeout as sleep } from 'node:timers/promises';
import { cursorLine } from './screen';
import type { Terminal } from './terminal';

/** Waits until the cursor is in sight on this worker. */
export const expectCursorOn = (terminal: Terminal, number: string): Promise<void> =>
  expectCursorLine(terminal, new RegExp(`^ *${number}(?= |$)`));

/** Waits until the cursor is in sight on such a line. */
export async function expectCursorLine(terminal: Terminal, wanted: RegExp): Promise<void> {
  const deadline = performance.now() + 10_000;
  let line = '';
  while (performance.now() < deadline) {
    // A picture that is being painted may have two cursors or none.
    line = await terminal.colours().then(cursorLine, () => '');
    if (wanted.test(line)) return;
    await sleep(30);
  }
  throw new Error(`the cursor is not on ${String(wanted)} but on: ${line}`);
}
