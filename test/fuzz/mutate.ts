/** One hostile change of a document, as a tree or as the bytes that it was printed to. */
import type { Random } from '../../src/random/random';
import { hostileBytes, hostileKeys, hostileNumbers, hostileTexts } from '../support/hostile-texts';
import { changedAt, type Member, placesOf, type Printing, sizeOf, text, token, type Tree } from './tree';

/** Long ones are dear, and say as much once in a while. */
const longest = 2000;
const texts = Object.values(hostileTexts);
const bytes = Object.values(hostileBytes);

const oneOf = <Item>(random: Random, items: readonly Item[]): Item =>
  items[random.integer(0, items.length - 1)] as Item;

/** A hostile text, or several, or a piece of one. */
export function anyText(random: Random): string {
  const whole = oneOf(random, texts);
  const short = whole.length > longest && !random.chance(0.02) ? whole.slice(0, 40) : whole;
  if (random.chance(0.2)) return short.slice(random.integer(0, short.length));
  return random.chance(0.2) ? short + anyText(random) : short;
}

const ways: readonly Printing[] = ['json', 'json', 'json', 'escaped', 'raw'];

const hostileText = (random: Random): Tree =>
  random.chance(0.2) ? text(oneOf(random, bytes), 'bytes') : text(anyText(random), oneOf(random, ways));

const number = (random: Random): Tree =>
  token(random.chance(0.2) ? oneOf(random, hostileNumbers) : String(random.integer(0, 2 ** 31)));

/** As deep as few readers bear. */
function nested(random: Random): Tree {
  const depth = random.chance(0.05) ? 20_000 : random.integer(1, 60);
  const [open, close] = random.chance(0.5) ? ['[', ']'] : ['{"a":', '}'];
  return token(`${open.repeat(depth)}1${close.repeat(depth)}`);
}

function ofAnyKind(random: Random): Tree {
  switch (random.integer(0, 6)) {
    case 0:
      return nested(random);
    case 1:
      return token(oneOf(random, ['true', 'false', '[]', '{}', '', '-']));
    case 2:
      return number(random);
    default:
      return hostileText(random);
  }
}

/** No null: pieces of a document become names, and screens may never say that word of their own. A leaf stays of its kind more often than not: what is of another is soon refused. */
function changed(random: Random, tree: Tree): Tree {
  if (random.chance(0.03)) return ofAnyKind(random);
  switch (tree.is) {
    case 'text':
      return hostileText(random);
    case 'token':
      return number(random);
    case 'list':
      return { is: 'list', items: changedItems(random, tree.items) };
    case 'object':
      return { is: 'object', members: changedMembers(random, tree.members) };
  }
}

function changedItems(random: Random, items: readonly Tree[]): readonly Tree[] {
  const some = items.slice(0, random.integer(0, items.length));
  switch (random.integer(0, 3)) {
    case 0:
      return some;
    case 1:
      return [...items, hostileText(random)];
    case 2:
      return [...items].reverse();
    default:
      return Array.from({ length: random.integer(1, 4) }, () => some)
        .flat()
        .concat(items);
  }
}

function changedMembers(random: Random, members: readonly Member[]): readonly Member[] {
  const at = random.integer(0, members.length - 1);
  const member = members[at];
  const name = random.chance(0.5) ? oneOf(random, hostileKeys) : anyText(random);
  const strange = { key: name, as: oneOf(random, ways), value: ofAnyKind(random) };
  if (member === undefined) return [strange];
  switch (random.integer(0, 4)) {
    case 0:
      return [...members, strange];
    case 1:
      return members.filter((one) => one !== member);
    case 2:
      return [...members, { ...member, value: changed(random, member.value) }];
    case 3:
      return members.map((one) => (one === member ? { ...one, key: name, as: strange.as } : one));
    default:
      return [strange, ...members];
  }
}

export const mutatedTree = (random: Random, tree: Tree): Tree =>
  changedAt(tree, random.integer(0, sizeOf(tree) - 1), (inner) => changed(random, inner));

/** Counters that go on, and now and then do not. */
export function laterTree(random: Random, tree: Tree): Tree {
  const places = placesOf(tree, ({ is }) => is === 'token');
  if (places.length === 0) return tree;
  const counted = (inner: Tree): Tree =>
    inner.is === 'token' && /^\d{1,9}$/.test(inner.token)
      ? token(String(Math.max(0, Number(inner.token) + random.integer(-2, 50))))
      : inner;
  return changedAt(tree, oneOf(random, places), counted);
}

export function mutatedBytes(random: Random, document: Uint8Array): Uint8Array {
  const at = random.integer(0, document.length);
  const end = Math.min(document.length, at + random.integer(0, 40));
  const [before, piece, after] = [
    document.subarray(0, at),
    document.subarray(at, end),
    document.subarray(end),
  ];
  const put = (...pieces: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(pieces));
  switch (random.integer(0, 5)) {
    case 0:
      return before;
    case 1:
      return put(before, after);
    case 2:
      return put(before, piece, piece, after);
    case 3:
      return put(before, Buffer.from([random.integer(0, 255)]), document.subarray(at + 1));
    case 4:
      return put(before, Buffer.from(oneOf(random, bytes), 'latin1'), piece, after);
    default:
      return put(before, Buffer.from(anyText(random)), piece, after);
  }
}
