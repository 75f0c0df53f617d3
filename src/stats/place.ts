/** Where in a stats document something stands: the grammar's node there, how deep, and what it is inside of. */
import type { Entries, Field, Kind, List, Shape } from './grammar';

export interface Place {
  /** Nothing where a uWSGI newer than the grammar prints something of its own. */
  readonly node: Shape | List | Entries | undefined;
  /** How many tabs stand before what is printed inside of this. */
  readonly depth: number;
  readonly parent: Place | undefined;
  /** Where in the parent's order this stands; -1 where the parent is a list, or holds names. */
  readonly index: number;
  /** Each place is made once per document, however many workers share it, and so are the patterns kept by it. */
  readonly children: Map<string, Place>;
}

export const rootPlace = (shape: Shape): Place => ({
  node: shape,
  depth: 1,
  parent: undefined,
  index: -1,
  children: new Map(),
});

/** The place of the value of a key, or with '' as key the one place of all items of a list and of all named values. */
export const childPlace = (parent: Place, key: string): Place => {
  const known = parent.children.get(key);
  if (known !== undefined) return known;
  const kind = kindOf(parent, key);
  const place: Place = {
    node: typeof kind === 'object' ? kind : undefined,
    depth: parent.depth + 1,
    parent,
    index: fieldIndex(parent, key),
    children: new Map(),
  };
  // Keys that the grammar does not know are not kept: no document can fill the memory with places.
  if (kind !== undefined) parent.children.set(key, place);
  return place;
};

export const kindOf = (place: Place, key: string): Kind | undefined => {
  const { node } = place;
  if (node === undefined) return undefined;
  if (node.is === 'list') return node.item;
  if (node.is === 'entries') return node.value;
  return fieldAt(node, fieldIndex(place, key))?.kind;
};

export const fieldIndex = (place: Place, key: string): number =>
  place.node?.is === 'shape' ? place.node.fields.findIndex((field) => field.key === key) : -1;

export const fieldAt = (shape: Shape, index: number): Field | undefined => shape.fields[index];
