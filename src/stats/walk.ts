/**
 * Reads through a damaged stats document once and notes what has to be mended, without building anything: the mended
 * text is for JSON.parse. Whatever it does not know it takes as JSON has it.
 */
import { backslashesBefore } from './controls';
import type { Layout } from './continuation';
import { childPlace, kindOf, rootPlace, type Place } from './place';
import type { Shape } from './grammar';
import { RawTexts, type Role } from './rawtext';

/** Replaces what stands from `start` to before `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export type Walked =
  | { readonly ok: true; readonly edits: readonly Edit[] }
  /** `at` is where reading stopped making sense; `cut`: only because the text ends there. */
  | { readonly ok: false; readonly at: number; readonly cut: boolean };

/** uWSGI nests seven deep; more is something else, made to exhaust the stack. */
const deepest = 32;

const keyPattern = /"([^"\\\n]{1,128})":[\t ]{0,64}/y;
const literalPattern = /(?:-?\d{1,400}(?:\.\d{1,400})?(?:[eE][-+]?\d{1,4})?|true|false|null)(?=[\s,}\]]|$)/y;
/** The beginning of a key or of a literal, where the text ends before the rest. */
const unfinished = /^(?:"[^"]{0,128}(?:"\s{0,64}:?\s{0,64})?|-|t|tr|tru|f|fa|fal|fals|n|nu|nul)?$/;

/** @param cwdEnd where the working directory ends, if that is decided already */
export const walk = (text: string, root: Shape, layout: Layout | undefined, cwdEnd?: number): Walked => {
  const walker = new Walker(text, new RawTexts(text, layout), cwdEnd);
  return walker.document(rootPlace(root));
};

class Walker {
  #at = 0;
  #failedAt = -1;
  #endless = false;
  readonly #edits: Edit[] = [];

  constructor(
    private readonly text: string,
    private readonly rawTexts: RawTexts,
    private readonly cwdEnd: number | undefined,
  ) {}

  document(root: Place): Walked {
    this.skipBlank();
    // uWSGI 2.0.9 and 2.0.10 were seen to begin with the first key.
    if (this.text[this.#at] === '"') this.edit(this.#at, this.#at, '{');
    else if (this.text[this.#at] === '{') this.#at += 1;
    else return { ok: false, at: this.#at, cut: this.#at === this.text.length };
    if (this.members(root, '}') && this.atEnd()) return { ok: true, edits: this.#edits };
    return { ok: false, at: this.#failedAt, cut: this.#endless || this.endsAt(this.#failedAt) };
  }

  private atEnd(): boolean {
    this.skipBlank();
    return this.#at === this.text.length || this.fail();
  }

  /** Everything up to and with the closing bracket; commas too many are dropped. */
  private members(place: Place, close: '}' | ']'): boolean {
    if (place.depth > deepest) return this.fail();
    let comma = -1;
    for (let first = true; ; first = false) {
      let char = this.skipBlank();
      while (char === ',') {
        if (comma !== -1 || first) this.edit(this.#at, this.#at + 1, '');
        else comma = this.#at;
        this.#at += 1;
        char = this.skipBlank();
      }
      if (char === close) {
        if (comma !== -1) this.edit(comma, comma + 1, '');
        this.#at += 1;
        return true;
      }
      if (!first && comma === -1) return this.fail();
      comma = -1;
      if (!this.member(place, close)) return false;
    }
  }

  private member(place: Place, close: '}' | ']'): boolean {
    if (place.node?.is === 'entries') return this.entry(place);
    if (close === ']') return this.value(place, { is: 'item' });
    keyPattern.lastIndex = this.#at;
    const key = keyPattern.exec(this.text)?.[1];
    if (key === undefined) return this.fail();
    this.#at = keyPattern.lastIndex;
    return this.value(place, { is: 'field', key });
  }

  private entry(place: Place): boolean {
    if (this.text[this.#at] !== '"' || !this.rawText(place, { is: 'name' })) return this.fail();
    if (this.skipBlank() !== ':') return this.fail();
    this.#at += 1;
    this.skipBlank();
    return this.value(place, { is: 'entry' });
  }

  private value(place: Place, role: Role): boolean {
    const key = role.is === 'field' ? role.key : '';
    const char = this.text[this.#at];
    if (char === '"')
      return kindOf(place, key) === 'escaped' ? this.escapedText() : this.rawText(place, role);
    if (char === '{' || char === '[') return this.nested(childPlace(place, key), char);
    literalPattern.lastIndex = this.#at;
    if (!literalPattern.test(this.text)) return this.fail();
    this.#at = literalPattern.lastIndex;
    return true;
  }

  private nested(place: Place, open: '{' | '['): boolean {
    const start = this.#at;
    this.#at += 1;
    const bracket = place.node?.is === 'list' ? '[' : place.node?.is === 'entries' ? place.node.bracket : '{';
    const known =
      bracket === open ? place : { ...place, node: undefined, children: new Map<string, Place>() };
    if (!this.members(known, open === '{' ? '}' : ']')) return false;
    const holdsPairs =
      known.node?.is === 'entries' && open === '[' && this.text.slice(start, this.#at).includes('"');
    if (holdsPairs) {
      this.edit(start, start + 1, '{');
      this.edit(this.#at - 1, this.#at, '}');
    }
    return true;
  }

  /** Escaped as JSON has it: ends at the first quote that no odd number of backslashes precedes. */
  private escapedText(): boolean {
    const start = this.#at + 1;
    for (let quote = this.text.indexOf('"', start); quote !== -1; quote = this.text.indexOf('"', quote + 1)) {
      if (backslashesBefore(this.text, quote) % 2 === 1) continue;
      this.#at = quote + 1;
      return true;
    }
    return this.failEndless();
  }

  private rawText(place: Place, role: Role): boolean {
    const start = this.#at + 1;
    const isCwd = place.parent === undefined && role.is === 'field' && role.key === 'cwd';
    // A second one is read like any other text: reading must never go back.
    const known = isCwd && this.cwdEnd !== undefined && this.cwdEnd >= start ? this.cwdEnd : undefined;
    const end = known ?? this.rawTexts.end(place, role, start);
    if (end === -1) return this.failEndless();
    const raw = this.text.slice(start, end);
    if (needsEscapes.test(raw)) this.edit(start, end, JSON.stringify(raw).slice(1, -1));
    this.#at = end + 1;
    return true;
  }

  /** @returns the first character that is not blank, undefined at the end of the text */
  private skipBlank(): string | undefined {
    let code = this.text.charCodeAt(this.#at);
    while (code === 0x20 || (code >= 0x09 && code <= 0x0d)) code = this.text.charCodeAt(++this.#at);
    return this.text[this.#at];
  }

  private edit(start: number, end: number, replacement: string): void {
    this.#edits.push({ start, end, replacement });
  }

  private fail(): false {
    if (this.#failedAt === -1) this.#failedAt = this.#at;
    return false;
  }

  private failEndless(): false {
    this.#endless = true;
    return this.fail();
  }

  private endsAt(place: number): boolean {
    return this.text.length - place < 300 && unfinished.test(this.text.slice(place));
  }
}

const needsEscapes = /["\\\u0000-\u001f]/;
