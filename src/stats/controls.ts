/** Raw control bytes, which uWSGI copies from requests into its JSON and which JSON does not allow. */

export interface Escaped {
  readonly text: string;
  /** How many bytes were escaped. */
  readonly places: number;
}

/**
 * Tab, newline and carriage return stay: uWSGI escapes them in request variables and commands, and between values they
 * are layout. Where they stand inside a value printed raw only the structure can tell, and its repair sees to them.
 */
const strayControl = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

/**
 * One pass, and the only repair that a request from outside can make necessary: it has to be the cheap one. Pieces are
 * added up rather than replaced: that halves the cost for a long text with few controls in it.
 */
export const escapeControls = (text: string): Escaped => {
  let escaped = '';
  let places = 0;
  let copied = 0;
  strayControl.lastIndex = 0;
  while (strayControl.test(text)) {
    const at = strayControl.lastIndex - 1;
    // Where texts are escaped, backslashes come in pairs: one too many was printed raw, and is no escape of the control.
    const isRaw = backslashesBefore(text, at) % 2 === 1;
    escaped += text.slice(copied, at) + (isRaw ? '\\' : '') + (escapes[text.charCodeAt(at)] ?? '?');
    copied = at + 1;
    places += 1;
  }
  return places === 0 ? { text, places } : { text: escaped + text.slice(copied), places };
};

export const backslashesBefore = (text: string, at: number): number => {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return at - first;
};

const escapes: readonly string[] = Array.from(
  { length: 0x20 },
  (_, code) => `\\u${code.toString(16).padStart(4, '0')}`,
);
