import { setTimeout as sleep } from 'node:timers/promises';
import { cursorLine } from './screen';
import type { Terminal } from './terminal';

/** Waits until the cursor is in sight on this worker. */
export async function expectCursorOn(terminal: Terminal, number: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  let line = '';
  while (performance.now() < deadline) {
    // A picture that is being painted may have two cursors or none.
    line = await terminal.colours().then(cursorLine, () => '');
    if (line.trim().split(' ')[0] === number) return;
    await sleep(30);
  }
  throw new Error(`the cursor is not on ${number} but on: ${line}`);
}
