/** Foreign text on its way to a person: one line, and nothing in it that a terminal would obey. */

/** Controls, invisible format characters (bidirectional overrides among them), lone surrogates, line separators. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export const printable = (text: string): string => text.replace(unprintable, '?');

/** The same, cropped: a message stays readable whatever was pasted into it. */
export function excerpt(text: string, maxLength = 80): string {
  const cropped = text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
  return printable(cropped);
}
