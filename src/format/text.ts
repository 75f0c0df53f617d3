/** Makes foreign text safe for a terminal: requests to the watched site decide much of what is shown. */

/**
 * Control characters (Cc: escape sequences begin with one), format characters (Cf: bidi overrides, zero-width, tags),
 * lone surrogates (Cs), line and paragraph separators, and the mark that decoding leaves for bytes that are no UTF-8.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/gu;

/** Nearly every text there is, and a tenth of the cost. */
const plain = /^[ -~]*$/;

/**
 * The text with an ASCII question mark, which every charset has, for each character that could change a terminal's state
 * or hide itself. Letters of any script stay.
 *
 * @param maxLength in UTF-16 units; what is longer is cut off before it costs anything
 */
export const displayText = (foreign: string, maxLength = 4096): string => {
  const text = foreign.length > maxLength ? foreign.slice(0, wholeLength(foreign, maxLength)) : foreign;
  return plain.test(text) ? text : text.replace(unsafe, '?');
};

/** No cut through the middle of a character outside the basic plane. */
const wholeLength = (text: string, length: number): number =>
  (text.codePointAt(length - 1) ?? 0) > 0xffff ? length - 1 : length;

/** The same for a message: cropped, so that it stays readable whatever was pasted into it. */
export const excerpt = (text: string, maxLength = 80): string =>
  displayText(text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`);

/** Words on lines of at most `width` characters; a longer word has a line of its own. */
export function wrap(content: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of content.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
