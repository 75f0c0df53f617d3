/**
 * uWSGI's xml files: the children of `<uwsgi>`, which is the root or the first such child of it. An element without
 * content is 1; of other content the first piece of text counts, blanks included; `file.xml:id` leaves out the elements
 * that carry another id. Only what uWSGI looks at is read, so a sloppy file may pass that uWSGI would refuse.
 */
import { entryOf, JoinedLines, type Entry, type Line, type ParsedFile } from './entries';
import { nextPiece, type XmlTag, type XmlText } from './xml-pieces';

export function parseXml(lines: readonly Line[], id: string | undefined): ParsedFile {
  const joined = new JoinedLines(lines);
  const tree = new XmlWalk(id);
  for (let offset = 0; offset < joined.text.length;) {
    const piece = nextPiece(joined.text, offset);
    const line = joined.lineAt(offset);
    const problem = piece.kind === 'problem' ? piece.text : tree.take(piece, line);
    if (problem !== undefined) return { entries: [], remarks: [], gap: { line: line.number, text: problem } };
    offset = piece.end;
  }
  if (tree.innermost !== undefined) {
    const { name, line } = tree.innermost;
    return { entries: [], remarks: [], gap: { line, text: `its element <${name}> is not closed` } };
  }
  if (tree.isFound) return { entries: tree.entries, remarks: [] };
  return { entries: [], remarks: [], gap: { line: 1, text: 'it has no element <uwsgi>' } };
}

interface OpenElement {
  readonly name: string;
  /** Of the file. */
  readonly line: number;
}

class XmlWalk {
  readonly entries: Entry[] = [];
  isFound = false;
  readonly #id: string | undefined;
  readonly #open: OpenElement[] = [];
  /** How many elements are open around the options; undefined outside of <uwsgi>. */
  #optionDepth: number | undefined;
  #option: { readonly name: string; readonly line: Line; readonly mode: boolean } | undefined;
  #value: string | undefined;
  #isValueOver = false;

  constructor(id: string | undefined) {
    this.#id = id;
  }

  get innermost(): OpenElement | undefined {
    return this.#open.at(-1);
  }

  /** Returns what is wrong, if anything is. */
  take(piece: XmlTag | XmlText, line: Line): string | undefined {
    switch (piece.kind) {
      case 'text':
        this.#takeText(piece.text);
        return undefined;
      case 'skip':
        this.#isValueOver = true;
        return undefined;
      case 'close':
        return this.#close(piece.name);
      case 'open':
        this.#openElement(piece, line);
        return piece.isEmpty ? this.#close(piece.name) : undefined;
    }
  }

  #openElement({ name, attributes }: XmlTag, line: Line): void {
    const depth = this.#open.length;
    const isOther = this.#id !== undefined && attributes['id'] !== undefined && attributes['id'] !== this.#id;
    if (this.#optionDepth === depth && !isOther) {
      this.#option = { name, line, mode: attributes['mode'] !== undefined };
      this.#value = undefined;
      this.#isValueOver = false;
    } else if (this.#option !== undefined) this.#isValueOver = true;
    const isUwsgi =
      name === 'uwsgi' && (depth === 0 || (depth === 1 && this.#open[0]?.name !== 'uwsgi' && !isOther));
    if (isUwsgi && !this.isFound) {
      this.isFound = true;
      this.#optionDepth = depth + 1;
    }
    this.#open.push({ name, line: line.number });
  }

  #takeText(text: string): void {
    if (this.#option !== undefined && !this.#isValueOver) this.#value = (this.#value ?? '') + text;
  }

  #close(name: string): string | undefined {
    const open = this.#open.pop();
    if (open === undefined) return `</${name}> closes nothing that is open`;
    if (open.name !== name) return `</${name}> comes before <${open.name}> of line ${open.line} is closed`;
    const depth = this.#open.length;
    if (this.#optionDepth === depth + 1) this.#optionDepth = undefined;
    if (this.#option === undefined || this.#optionDepth !== depth) return undefined;
    const entry = entryOf(this.#option.name, this.#value ?? '1', this.#option.line);
    const unknown = 'it depends on the mode of uWSGI';
    this.entries.push(this.#option.mode ? { ...entry, unknown } : entry);
    this.#option = undefined;
    return undefined;
  }
}
