/** Cuts an XML text into tags, text and what may be skipped; every step moves forward, so the whole is linear. */

export interface XmlTag {
  readonly kind: 'open' | 'close';
  readonly name: string;
  /** Only those that uWSGI asks for: `id` and `mode`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly isEmpty: boolean;
  readonly end: number;
}

export interface XmlText {
  readonly kind: 'text' | 'skip';
  readonly text: string;
  readonly end: number;
}

export type XmlPiece =
  XmlTag | XmlText | { readonly kind: 'problem'; readonly text: string; readonly end: number };

export function nextPiece(text: string, start: number): XmlPiece {
  if (text[start] !== '<') {
    const next = text.indexOf('<', start);
    const end = next < 0 ? text.length : next;
    return { kind: 'text', text: decodeEntities(text.slice(start, end)), end };
  }
  if (text.startsWith('<!--', start)) return skipTo(text, start, '-->');
  if (text.startsWith('<?', start)) return skipTo(text, start, '?>');
  if (text.startsWith('<![CDATA[', start)) {
    const close = text.indexOf(']]>', start);
    if (close < 0) return problem(start, 'a CDATA section of it does not end');
    return { kind: 'text', text: text.slice(start + '<![CDATA['.length, close), end: close + ']]>'.length };
  }
  const end = endOfTag(text, start);
  if (end === undefined) return problem(start, 'a tag of it does not end');
  if (text.startsWith('<!', start)) {
    if (!text.slice(start, end).includes('[')) return { kind: 'skip', text: '', end };
    return problem(start, 'it declares entities of its own');
  }
  return tagOf(text.slice(start + 1, end - 1), end);
}

function skipTo(text: string, start: number, terminator: string): XmlPiece {
  const close = text.indexOf(terminator, start);
  if (close < 0) return problem(start, `it has no ${terminator} where one is due`);
  return { kind: 'skip', text: '', end: close + terminator.length };
}

const problem = (end: number, text: string): XmlPiece => ({ kind: 'problem', text, end });

/** The place after the `>` that is in no quotes. */
function endOfTag(text: string, start: number): number | undefined {
  let quote = '';
  for (let index = start; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return index + 1;
  }
  return undefined;
}

function tagOf(inside: string, end: number): XmlPiece {
  const isClose = inside.startsWith('/');
  const isEmpty = inside.endsWith('/');
  const body = inside.slice(isClose ? 1 : 0, isEmpty ? -1 : undefined);
  const name = /^[^\s"'<=]+/.exec(body)?.[0];
  if (name === undefined) return problem(end, 'a tag of it has no name');
  const attributes: Record<string, string> = {};
  for (const [, key = '', double, single] of body
    .slice(name.length)
    .matchAll(/\s(id|mode)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[key] = decodeEntities(double ?? single ?? '');
  }
  return { kind: isClose ? 'close' : 'open', name, attributes, isEmpty, end };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g, (whole, ...groups) => {
    const [decimal, hexadecimal, name] = groups as (string | undefined)[];
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
