/**
 * What must follow a text that was printed raw, as a pattern: the rest of its object down to the next free text, in
 * uWSGI's order, spelling and layout. A quote inside of the text is not followed by that, unless somebody took pains.
 *
 * Every repetition is bounded and the parts exclude each other, so trying a pattern costs no more than reading what it
 * describes, about a kilobyte.
 */
import type { Kind, List, Shape } from './grammar';
import { childPlace, fieldAt, type Place } from './place';

/** Pretty output puts every value on a line of its own, behind as many tabs as it is deep; minified output does not. */
export type Layout = 'pretty' | 'minified';

/** uWSGI prints whole ones of 64 bits; whatever else JSON takes for one ends a text before it as well. */
const number = '-?\\d{1,400}(?:\\.\\d{1,400})?(?:[eE][-+]?\\d{1,4})?';
const word = '"[^"\\\\\\n]{0,64}"';

/** What follows the closing quote of a raw text that is the value of the key at `index` of a shape. */
export const afterField = (layout: Layout, place: Place, index: number): string =>
  place.node?.is === 'shape' ? followingFields(layout, place, place.node, index + 1) : '';

/** What follows the closing quote of an item in a list of raw texts; the routers print a comma too many. */
export const afterItem = (layout: Layout, list: Place): string =>
  `(?:,${newline(layout)}"|(?:,${newline(layout)})?${closing(layout, list, ']')})`;

/** What follows the closing quote of a name printed as a key. A lock has an object of its own. */
export const afterName = (layout: Layout, place: Place): string => {
  if (place.node?.is !== 'entries') return '';
  const { value } = place.node;
  const start = `:${head(layout, place.depth, value)}`;
  return value === 'number' ? start + closing(layout, place, '}') : start;
};

/** What follows the closing quote of a raw text that belongs to a name: another pair, or the end of the pairs. */
export const afterEntry = (layout: Layout, place: Place): string => {
  if (place.node?.is !== 'entries') return '';
  const close = place.node.bracket === '[' ? ']' : '}';
  return `(?:${comma(layout, place)}"[\\w.-]{1,64}":"|${closing(layout, place, close)})`;
};

const followingFields = (layout: Layout, place: Place, shape: Shape, index: number): string => {
  const field = fieldAt(shape, index);
  if (field === undefined) return closing(layout, place, '}');
  const next = `${comma(layout, place)}"${field.key}":${head(layout, place.depth, field.kind)}`;
  const isPlain = field.kind === 'number' || field.kind === 'word';
  // Behind the start of another free text or a list there is nothing to be learned about where this one ended.
  if (!isPlain && !field.optional) return next;
  const later = followingFields(layout, place, shape, index + 1);
  if (!isPlain) return `(?:${next}|${later})`;
  return field.optional ? `(?:${next})?${later}` : next + later;
};

/** The end of an object or a list, and what follows that in what it is inside of. */
const closing = (layout: Layout, place: Place, bracket: '}' | ']'): string => {
  const close = `${line(layout, place.depth - 1)}\\${bracket}`;
  const { parent } = place;
  if (parent === undefined) return `${close}\\s{0,64}$`;
  if (parent.node?.is === 'shape')
    return close + followingFields(layout, parent, parent.node, place.index + 1);
  if (parent.node?.is === 'entries')
    return `${close}(?:${comma(layout, parent)}"|${closing(layout, parent, '}')})`;
  if (parent.node === undefined) return close;
  return `${close}(?:,${newItem(layout, parent, parent.node)}|${closing(layout, parent, ']')})`;
};

const newItem = (layout: Layout, list: Place, { item }: List): string => {
  if (typeof item === 'string') return `${newline(layout)}"`;
  const open = `${line(layout, list.depth)}\\{${line(layout, list.depth + 1)}`;
  if (item.is === 'entries') return `${open}"`;
  const first = fieldAt(item, 0);
  const inside = childPlace(list, '');
  if (first === undefined) return open;
  const start = `${open}"${first.key}":${head(layout, inside.depth, first.kind)}`;
  return first.kind === 'number' ? start + followingFields(layout, inside, item, 1) : start;
};

/** How a value of a kind begins. */
const head = (layout: Layout, depth: number, kind: Kind): string => {
  if (kind === 'number') return number;
  if (kind === 'word') return word;
  if (typeof kind === 'string') return '"';
  if (kind.is === 'list') return `\\[${listStart(layout, depth, kind)}`;
  if (kind.is === 'entries' && kind.bracket === '[') return '\\[';
  const open = layout === 'pretty' ? `\\t{${depth}}\\{` : '\\{';
  const first = kind.is === 'shape' ? fieldAt(kind, 0) : undefined;
  return first === undefined || first.optional ? open : `${open}${line(layout, depth + 1)}"${first.key}":`;
};

const listStart = (layout: Layout, depth: number, { item }: List): string => {
  if (typeof item === 'string') return '';
  const empty = `${newline(layout)}${line(layout, depth)}\\]`;
  const open = `${line(layout, depth + 1)}\\{${line(layout, depth + 2)}`;
  if (item.is === 'shape') return `(?:${open}"${fieldAt(item, 0)?.key ?? ''}":|${empty})`;
  const first =
    item.first === undefined ? '' : `${item.first}":${number}${line(layout, depth + 1)}\\}[,\\n\\]]`;
  return `${open}"${first}`;
};

const comma = (layout: Layout, place: Place): string => `,${line(layout, place.depth)}`;
const newline = (layout: Layout): string => (layout === 'pretty' ? '\\n' : '');
const line = (layout: Layout, depth: number): string => (layout === 'pretty' ? `\\n\\t{${depth}}` : '');
