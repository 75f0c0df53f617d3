/** JSON as it is printed and not as it is parsed: keys twice, numbers of any length, texts with whatever bytes. */

/** How a text is printed: correctly, as uWSGI prints commands, as it prints names, or bytes of no encoding. */
export type Printing = 'json' | 'escaped' | 'raw' | 'bytes';

export type Tree =
  | { readonly is: 'object'; readonly members: readonly Member[] }
  | { readonly is: 'list'; readonly items: readonly Tree[] }
  | { readonly is: 'text'; readonly text: string; readonly as: Printing }
  /** A number, a literal, or nonsense. */
  | { readonly is: 'token'; readonly token: string };

export interface Member {
  readonly key: string;
  readonly as: Printing;
  readonly value: Tree;
}

export const text = (content: string, as: Printing = 'json'): Tree => ({ is: 'text', text: content, as });
export const token = (content: string): Tree => ({ is: 'token', token: content });

export function treeOf(value: unknown): Tree {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return { is: 'list', items: value.map(treeOf) };
  if (typeof value !== 'object' || value === null) return token(String(value));
  const members = Object.entries(value).map(([key, one]): Member => ({
    key,
    as: 'json',
    value: treeOf(one),
  }));
  return { is: 'object', members };
}

export const printed = (tree: Tree): Uint8Array => new Uint8Array(Buffer.from(print(tree), 'latin1'));

/** Each character is one byte. */
function print(tree: Tree): string {
  switch (tree.is) {
    case 'object':
      return `{${tree.members.map(({ key, as, value }) => `${quoted(key, as)}:${print(value)}`).join(',')}}`;
    case 'list':
      return `[${tree.items.map(print).join(',')}]`;
    case 'text':
      return quoted(tree.text, tree.as);
    case 'token':
      return tree.token;
  }
}

const utf8 = (content: string): string => Buffer.from(content, 'utf8').toString('latin1');

function quoted(content: string, as: Printing): string {
  switch (as) {
    case 'json':
      return utf8(JSON.stringify(content));
    case 'escaped':
      return utf8(`"${content.replace(/[\t\n\r"\\]/g, (one) => JSON.stringify(one).slice(1, -1))}"`);
    case 'raw':
      return utf8(`"${content}"`);
    case 'bytes':
      return `"${content}"`;
  }
}

/** How many trees there are in it, itself as well. */
export function sizeOf(tree: Tree): number {
  if (tree.is === 'object') return tree.members.reduce((sum, { value }) => sum + sizeOf(value), 1);
  return tree.is === 'list' ? tree.items.reduce((sum, item) => sum + sizeOf(item), 1) : 1;
}

/** The same with another tree in one place, counted as `sizeOf` counts. */
export function changedAt(tree: Tree, place: number, change: (tree: Tree) => Tree): Tree {
  if (place === 0) return change(tree);
  let left = place - 1;
  const visit = (inner: Tree): Tree => {
    const size = sizeOf(inner);
    const at = left;
    left -= size;
    return at >= 0 && at < size ? changedAt(inner, at, change) : inner;
  };
  if (tree.is === 'object')
    return { ...tree, members: tree.members.map((member) => ({ ...member, value: visit(member.value) })) };
  return tree.is === 'list' ? { ...tree, items: tree.items.map(visit) } : tree;
}

/** Where texts stand, counted the same way. */
export function placesOf(tree: Tree, isWanted: (tree: Tree) => boolean): number[] {
  const found: number[] = [];
  let at = 0;
  const visit = (inner: Tree): void => {
    if (isWanted(inner)) found.push(at);
    at += 1;
    if (inner.is === 'object') for (const { value } of inner.members) visit(value);
    if (inner.is === 'list') for (const item of inner.items) visit(item);
  };
  visit(tree);
  return found;
}
