/**
 * Prints a document byte for byte as uWSGI's stats server does: tabs, one key per line, values of lists flush left,
 * and hardly any escaping, which is why a request can spoil the JSON of its whole instance.
 */

export type Json = string | number | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface PrintOptions {
  /** As `stats-minified`: no white space at all. */
  readonly minified?: boolean;
  /** As `stats-no-cores`: the workers lose their `cores`. */
  readonly noCores?: boolean;
}

/** Only these go through uWSGI's escaping; every other string (cwd, names, mountpoints) is printed raw. */
const escapedKeys: ReadonlySet<string> = new Set(['vars', 'cmd', 'command']);

export function printDocument(document: JsonObject, options: PrintOptions = {}): string {
  const parts: string[] = [];
  printObject(document, 0, { parts, minified: options.minified === true, noCores: options.noCores === true });
  return parts.join('');
}

interface Output {
  readonly parts: string[];
  readonly minified: boolean;
  readonly noCores: boolean;
}

function printObject(object: JsonObject, depth: number, output: Output): void {
  const keys = Object.keys(object).filter((key) => !(output.noCores && key === 'cores'));
  const indent = lineStart(depth + 1, output);
  output.parts.push('{', output.minified ? '' : '\n');
  keys.forEach((key, position) => {
    const value = object[key] ?? 0;
    output.parts.push(position > 0 ? separator(output) : '', indent, `"${key}":`);
    // uWSGI indents the brace of an object even behind its key: `"req_info":\t\t\t\t\t{`.
    if (isObject(value)) output.parts.push(indent);
    printValue(key, value, { depth: depth + 1, output });
  });
  output.parts.push(output.minified ? '' : '\n', lineStart(depth, output), '}');
}

function printList(key: string, list: readonly Json[], place: Place): void {
  const { depth, output } = place;
  const indent = lineStart(depth + 1, output);
  output.parts.push('[', output.minified ? '' : '\n');
  list.forEach((item, position) => {
    output.parts.push(position > 0 ? separator(output) : '');
    if (isObject(item)) output.parts.push(indent);
    printValue(key, item, { depth: depth + 1, output });
  });
  output.parts.push(output.minified ? '' : '\n', lineStart(depth, output), ']');
}

interface Place {
  readonly depth: number;
  readonly output: Output;
}

function printValue(key: string, value: Json, place: Place): void {
  if (typeof value === 'number') place.output.parts.push(String(value));
  else if (typeof value === 'string') {
    place.output.parts.push('"', escapedKeys.has(key) ? escapeAsUwsgi(value) : value, '"');
  } else if (isObject(value)) printObject(value, place.depth, place.output);
  else printList(key, value, place);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

function lineStart(depth: number, output: Output): string {
  return output.minified ? '' : '\t'.repeat(depth);
}

function separator(output: Output): string {
  return output.minified ? ',' : ',\n';
}

const escapes: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** Tab, line ends, quote and backslash, and nothing else: an ESC or a BEL passes straight through. */
function escapeAsUwsgi(text: string): string {
  return text.replace(/[\t\n\r"\\]/g, (letter) => escapes[letter] ?? letter);
}
