/** Lines of YAML, each with a comment. */
import { jsonText } from '../format/json-text';

export const line = (key: string, value: string, comment: string): string => `${key}: ${value}  # ${comment}`;

/** Lines below a key. */
export function section(key: string, lines: readonly string[], comment?: string): string[] {
  const remark = comment === undefined ? '' : `  # ${comment}`;
  // YAML looks no further than this for the end of a key, unless it is announced.
  const head = key.length > 1000 ? [`? ${key}`, ':'] : [`${key}:`];
  const last = head.length - 1;
  if (lines.length === 0) return head.with(last, `${head[last] ?? ''} {}${remark}`);
  return [...head.with(last, `${head[last] ?? ''}${remark}`), ...lines.map((content) => `  ${content}`)];
}

/** Any text, in quotes: JSON is YAML. */
export const yamlText = (text: string): string => jsonText(text);

/** A key without quotes where it means nothing else to YAML. */
export const yamlKey = (text: string): string =>
  /^[a-z][a-z0-9-]*$/i.test(text) && !/^(null|true|false)$/i.test(text) ? text : yamlText(text);

/** A number as readers take it that know no exponents, to the billionth. */
export const plainNumber = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(9).replace(/\.?0+$/, '');
