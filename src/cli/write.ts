/** Writing to a pipe whose reader may be slow, or gone: `uwtop once … | head -1` is no error. */

import { whyNotWritten } from '../format/not-written';

/** The width of a table that goes into a pipe. */
const pipeColumns = 160;

/** The width of what is printed. */
export const outputColumns = (): number => (process.stdout.isTTY ? process.stdout.columns : pipeColumns);

/** Whether anybody is left to read on. */
export function write(stream: NodeJS.WriteStream, content: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(content, (error) => {
      const gone = (error as NodeJS.ErrnoException | null | undefined)?.code === 'EPIPE';
      if (error && !gone) reject(new CannotPrint(error));
      else resolve(!gone);
    });
  });
}

/** A sentence for who wanted to read: it was lost on the way out. */
export class CannotPrint extends Error {
  override readonly name = 'CannotPrint';

  constructor(cause: Error) {
    super(`not all of it can be printed: ${whyNotWritten(cause)}`, { cause });
  }
}
