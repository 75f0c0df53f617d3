/** Writing to a pipe whose reader may be slow, or gone: `uwtop once … | head -1` is no error. */

/** The width of a table that goes into a pipe. */
export const pipeColumns = 160;

/**
 * JSON in which nothing can move a terminal: C1 controls, bidi and zero-width characters stand as escapes, which mean
 * the same to whoever parses it.
 */
export function jsonText(value: unknown, indent?: number): string {
  const escaped = (characters: string) =>
    Array.from({ length: characters.length }, (_, index) => {
      return `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }).join('');
  return JSON.stringify(value, null, indent).replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** Whether anybody is left to read on. */
export function write(stream: NodeJS.WriteStream, content: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(content, (error) => {
      const gone = (error as NodeJS.ErrnoException | null | undefined)?.code === 'EPIPE';
      if (error && !gone) reject(error);
      else resolve(!gone);
    });
  });
}
