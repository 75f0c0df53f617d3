/** JSON that can be shown: it is text like any other, and strangers decide on much of it. */

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
