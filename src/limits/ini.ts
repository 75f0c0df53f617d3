/**
 * uWSGI's ini files, which are its own: comments only at the start of a line, no quotes, no continued lines, a key
 * without `=` has the empty value, and the first word after `[` up to the last character but one names the section.
 */
import { excerpt } from '../format/text';
import { entryOf, type Entry, type Line, type ParsedFile, type Remark } from './entries';

export function parseIni(lines: readonly Line[], section: string): ParsedFile {
  const entries: Entry[] = [];
  const remarks: Remark[] = [];
  let current: string | undefined;
  let isFound = false;
  for (const line of lines) {
    const text = trim(line.text);
    if (text === '' || text.startsWith(';') || text.startsWith('#')) continue;
    if (text.startsWith('[')) {
      current = text.slice(1, -1);
      continue;
    }
    if (current === undefined) remarks.push(remarkOnStray(line));
    if ((current ?? '') !== section) continue;
    isFound = true;
    const entry = splitKey(text, line);
    if (/\s/.test(entry.key)) {
      remarks.push({
        line: line.number,
        text: `uWSGI takes all of "${excerpt(entry.key, 40)}" for the name of an option`,
      });
    }
    entries.push(entry);
  }
  if (isFound) return { entries, remarks };
  return { entries, remarks, gap: { line: 1, text: `it has no section [${excerpt(section, 40)}]` } };
}

/** A byte order mark hides the bracket of the first section from uWSGI, and so the section. */
function remarkOnStray({ text, number }: Line): Remark {
  const words = text.startsWith('\uFEFF')
    ? 'it starts with a byte order mark, which hides its first line from uWSGI'
    : `"${excerpt(text, 40)}" stands before any section`;
  return { line: number, text: words };
}

function splitKey(text: string, line: Line): Entry {
  const equals = text.indexOf('=');
  if (equals < 0) return entryOf(text, '', line);
  return entryOf(trim(text.slice(0, equals)), trim(text.slice(equals + 1)), line);
}

/** Blanks, tabs and carriage returns, and nothing else that JavaScript calls white space. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0d;
