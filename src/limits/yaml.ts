/**
 * uWSGI's yaml files, as far as configurations use the language. uWSGI goes over the tokens of libyaml: mappings inside
 * the section count as if they were not nested, sequences repeat their key, a key without a value is passed over. Of
 * what is rare there (anchors, tags, mappings in braces) nothing is guessed: reading stops, with a remark. A build with
 * uWSGI's own small parser reads less: it keeps quotes and ends at the first sequence.
 */
import { excerpt } from '../format/text';
import { entryOf, type Entry, type Line, type ParsedFile } from './entries';
import { flowItems, scalar, splitMapping, withoutComment } from './yaml-scalars';

export function parseYaml(lines: readonly Line[], section: string): ParsedFile {
  const walk = new YamlWalk(section);
  for (const line of lines) {
    const problem = walk.take(line);
    if (problem !== undefined) {
      return { entries: walk.entries, remarks: [], gap: { line: line.number, text: problem } };
    }
    if (walk.isOver) break;
  }
  if (walk.isFound) return { entries: walk.entries, remarks: [] };
  return { entries: [], remarks: [], gap: { line: 1, text: `it has no mapping "${excerpt(section, 40)}"` } };
}

class YamlWalk {
  readonly entries: Entry[] = [];
  isFound = false;
  isOver = false;
  readonly #section: string;
  /** The key that a sequence, a nested mapping or a scalar of several lines would belong to. */
  #key: { readonly name: string; readonly indent: number; readonly isDone: boolean } | undefined;
  #sectionIndent = -1;
  #baseIndent: number | undefined;
  /** Lines that are indented more than this belong to a scalar of several lines. */
  #blockIndent: number | undefined;

  constructor(section: string) {
    this.#section = section;
  }

  /** Returns why reading has to stop here, if it has to. */
  take(line: Line): string | undefined {
    const text = withoutComment(line.text.replace(/\r$/, ''));
    const content = text.trimStart();
    if (content === '') return undefined;
    const indent = text.length - content.length;
    if (this.#isInBlock(indent)) return undefined;
    if (indent === 0 && /^(?:---|%)/.test(content)) {
      this.isOver = this.isFound;
      return undefined;
    }
    if (text.slice(0, indent).includes('\t')) return 'a tab stands where YAML wants blanks';
    if (this.isFound) return this.#takeInside(content, indent, line);
    this.#lookForSection(content, indent);
    return undefined;
  }

  #isInBlock(indent: number): boolean {
    if (this.#blockIndent !== undefined && indent > this.#blockIndent) return true;
    this.#blockIndent = undefined;
    return false;
  }

  #lookForSection(content: string, indent: number): void {
    const pair = splitMapping(content);
    if (pair === undefined) return;
    if (/^[|>]/.test(pair.value)) this.#blockIndent = indent;
    if (pair.key !== this.#section || pair.value !== '') return;
    this.isFound = true;
    this.#sectionIndent = indent;
  }

  #takeInside(content: string, indent: number, line: Line): string | undefined {
    if (indent <= this.#sectionIndent || indent < (this.#baseIndent ?? 0)) {
      this.isOver = true;
      return undefined;
    }
    this.#baseIndent ??= indent;
    let rest = content;
    let isItem = false;
    while (/^-(?:\s|$)/.test(rest)) {
      rest = rest.slice(1).trimStart();
      isItem = true;
    }
    if (rest === '') return undefined;
    const pair = splitMapping(rest);
    if (pair !== undefined) return this.#takePair(pair, indent + content.length - rest.length, line);
    if (isItem) return this.#takeValue(rest, indent, line);
    return this.#takeContinuation(indent);
  }

  #takePair({ key, value }: { key: string; value: string }, indent: number, line: Line): string | undefined {
    this.#key = { name: key, indent, isDone: value !== '' };
    return value === '' ? undefined : this.#takeValue(value, indent, line);
  }

  #takeValue(text: string, indent: number, line: Line): string | undefined {
    if (this.#key === undefined) return 'an item of a sequence has no key';
    const { name } = this.#key;
    if (/^[|>]/.test(text)) {
      this.#blockIndent = indent;
      this.entries.push({ ...entryOf(name, '', line), unknown: 'its value goes over several lines' });
      return undefined;
    }
    const items = text.startsWith('[') ? flowItems(text) : [text];
    const values = items?.map(scalar);
    for (const value of values ?? [undefined]) {
      if (value === undefined) return `"${excerpt(text, 40)}" is YAML that only uWSGI reads`;
      this.entries.push(entryOf(name, value, line));
    }
    return undefined;
  }

  /** A plain scalar may go on in the next line; what it becomes is no limit that anybody writes. */
  #takeContinuation(indent: number): string | undefined {
    const last = this.entries.at(-1);
    if (last === undefined || this.#key?.isDone !== true || indent <= this.#key.indent) {
      return 'a line is neither a key with a value nor an item';
    }
    this.entries[this.entries.length - 1] = { ...last, unknown: 'its value goes over several lines' };
    return undefined;
  }
}
