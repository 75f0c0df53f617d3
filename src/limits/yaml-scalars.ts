/** The scalars of YAML on one line: plain, quoted, and sequences in brackets. */

/** `#` starts a comment at the start of a line or after a blank, and not between quotes. */
export function withoutComment(text: string): string {
  let quote = '';
  let before = ' ';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (quote === '"' && character === '\\') index += 1;
      else if (character === quote) quote = '';
    } else if (character === '#' && (before === ' ' || before === '\t'))
      return text.slice(0, index).trimEnd();
    // A quote in the middle of a plain scalar is a letter like any other.
    else if ((character === '"' || character === "'") && /[\s[,]/.test(before)) quote = character;
    before = character;
  }
  return text.trimEnd();
}

/** `key: value` or `key:`; undefined for a line that is no pair. */
export function splitMapping(text: string): { key: string; value: string } | undefined {
  const quoted = /^"([^"\\]*)"\s*:(?:\s|$)/.exec(text) ?? /^'([^']*)'\s*:(?:\s|$)/.exec(text);
  if (quoted !== null) return { key: quoted[1] ?? '', value: text.slice(quoted[0].length).trim() };
  if (/^[[\]{},&*!|>'"%@`?]/.test(text)) return undefined;
  const colon = /:(?:\s|$)/.exec(text);
  if (colon === null) return undefined;
  return { key: text.slice(0, colon.index).trimEnd(), value: text.slice(colon.index + 1).trim() };
}

/** The items of a sequence in brackets, if it ends on its line and holds nothing but scalars. */
export function flowItems(text: string): string[] | undefined {
  if (!text.endsWith(']')) return undefined;
  const items: string[] = [];
  let quote = '';
  let current = '';
  for (const character of text.slice(1, -1)) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (current.trim() === '' && (character === '"' || character === "'")) quote = character;
    else if (/[[\]{}]/.test(character)) return undefined;
    else if (character === ',') {
      items.push(current.trim());
      current = '';
      continue;
    }
    current += character;
  }
  if (quote !== '') return undefined;
  return [...items, current.trim()].filter((item) => item !== '');
}

/** undefined: not a scalar that ends on its line, or one with a meaning beyond its text. */
export function scalar(text: string): string | undefined {
  if (text.startsWith("'")) {
    const inside = text.slice(1, -1);
    const isClosed = text.length > 1 && text.endsWith("'") && !inside.replaceAll("''", '').includes("'");
    return isClosed ? inside.replaceAll("''", "'") : undefined;
  }
  if (text.startsWith('"')) return doubleQuoted(text);
  if (/^[[\]{},&*!|>%@`]/.test(text) || /^[-?:](?:\s|$)/.test(text) || /:(?:\s|$)/.test(text))
    return undefined;
  return text;
}

/** Those escapes that JSON knows as well. */
function doubleQuoted(text: string): string | undefined {
  try {
    return String(JSON.parse(text.replaceAll('\t', '\\t')));
  } catch {
    return undefined;
  }
}
