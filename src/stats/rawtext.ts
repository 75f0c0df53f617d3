/** Finds where a text ends that was printed without escapes. */
import { afterEntry, afterField, afterItem, afterName, type Layout } from './continuation';
import { fieldIndex, type Place } from './place';

/** What a raw text is: the value of the named key, an item of a list, a name, or what belongs to a name. */
export type Role =
  { readonly is: 'field'; readonly key: string } | { readonly is: 'item' | 'name' | 'entry' };

/** What follows a quote in any JSON: enough where a uWSGI newer than the grammar prints something in between. */
const loose: Readonly<Record<Role['is'], RegExp>> = {
  field: /\s{0,64}(?:,\s{0,64}"[a-z_0-9]{1,40}":|[}\]])/y,
  item: /\s{0,64}(?:,\s{0,64}"|,?\s{0,64}\])/y,
  name: /:\s{0,64}["{[\d-]/y,
  entry: /\s{0,64}(?:,\s{0,64}"|[}\]])/y,
};

export class RawTexts {
  readonly #patterns = new Map<Place, Map<string, RegExp>>();
  /** Patterns that matched nowhere in the rest of the document: looking again would make the work quadratic. */
  readonly #futile = new Set<RegExp>();

  constructor(
    private readonly text: string,
    /** Nothing where the document is laid out by something else than uWSGI: only the loose patterns can fit then. */
    private readonly layout: Layout | undefined,
  ) {}

  /** The place of the closing quote of the text that begins at `start`, or -1 if there is none. */
  end(place: Place, role: Role, start: number): number {
    const exact = this.exact(place, role);
    if (exact !== undefined && !this.#futile.has(exact)) {
      const found = closingQuote(this.text, start, exact);
      if (found !== -1) return found;
      this.#futile.add(exact);
    }
    if (this.#futile.has(loose[role.is])) return -1;
    const found = closingQuote(this.text, start, loose[role.is]);
    if (found === -1) this.#futile.add(loose[role.is]);
    return found;
  }

  exact(place: Place, role: Role): RegExp | undefined {
    if (this.layout === undefined || place.node === undefined) return undefined;
    const id = role.is === 'field' ? role.key : `:${role.is}`;
    const patterns = this.#patterns.get(place) ?? new Map<string, RegExp>();
    this.#patterns.set(place, patterns);
    const known = patterns.get(id);
    if (known !== undefined) return known;
    const source = sourceOf(this.layout, place, role);
    if (source === '') return undefined;
    const pattern = new RegExp(source, 'y');
    patterns.set(id, pattern);
    return pattern;
  }
}

/** The first quote from `start` on that is followed by the (sticky) pattern. */
export const closingQuote = (text: string, start: number, following: RegExp, limit = text.length): number => {
  for (
    let quote = text.indexOf('"', start);
    quote !== -1 && quote <= limit;
    quote = text.indexOf('"', quote + 1)
  ) {
    following.lastIndex = quote + 1;
    if (following.test(text)) return quote;
  }
  return -1;
};

const sourceOf = (layout: Layout, place: Place, role: Role): string => {
  switch (role.is) {
    case 'field': {
      const index = fieldIndex(place, role.key);
      return index === -1 ? '' : afterField(layout, place, index);
    }
    case 'item':
      return afterItem(layout, place);
    case 'name':
      return afterName(layout, place);
    case 'entry':
      return afterEntry(layout, place);
  }
};
