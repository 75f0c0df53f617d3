/** Answers of stats servers, one after the other: each is what the one before became, and hostile in some places. */
import type { Random } from '../../src/random/random';
import { laterTree, mutatedBytes, mutatedTree } from './mutate';
import { templates } from './templates';
import { printed, sizeOf, type Tree, treeOf } from './tree';

/** What one may begin with: those that are no JSON can be changed as bytes alone. */
export interface Origin {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly tree: Tree | undefined;
}

/** Whoever answers as often as it is asked. */
export interface Answering {
  next(): Uint8Array;
}

/** @param captures by their names */
export function originsOf(captures: ReadonlyMap<string, Uint8Array>): readonly Origin[] {
  const built = Object.entries(templates).map(([name, template]): Origin => {
    const tree = treeOf(template);
    return { name, tree, bytes: printed(tree) };
  });
  const captured = [...captures]
    .filter(([, { length }]) => length <= mostBytes)
    .map(([name, bytes]) => ({ name, bytes, tree: parsed(bytes) }));
  return [...built, ...captured];
}

function parsed(bytes: Uint8Array): Tree | undefined {
  try {
    return treeOf(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** Megabytes would be read and mended some hundred times. */
const mostBytes = 100_000;
const smallBytes = 6000;

/** Lists that multiply would do so again. */
const mostTrees = 3000;

/** Small ones for the most part: they are as hostile, and there can be more of them. */
export class Answers implements Answering {
  readonly #random: Random;
  readonly #origin: Origin;
  #tree: Tree | undefined;

  constructor(random: Random, origins: readonly Origin[]) {
    this.#random = random;
    const small = origins.filter(({ bytes }) => bytes.length <= smallBytes);
    const from = random.chance(0.99) ? small : origins;
    this.#origin = from[random.integer(0, from.length - 1)] as Origin;
    this.#tree = this.#origin.tree;
  }

  next(): Uint8Array {
    const random = this.#random;
    if (this.#tree === undefined) return this.#asBytes(this.#origin.bytes);
    this.#tree = laterTree(random, this.#tree);
    let tree = this.#tree;
    for (let count = random.integer(0, 3); count > 0; count--) tree = mutatedTree(random, tree);
    // Some of it stays.
    if (random.chance(0.1) && sizeOf(tree) <= mostTrees) this.#tree = tree;
    const bytes = printed(tree);
    return random.chance(0.1) ? this.#asBytes(bytes) : bytes;
  }

  #asBytes(bytes: Uint8Array): Uint8Array {
    let changed = bytes;
    for (let count = this.#random.integer(1, 3); count > 0; count--)
      changed = mutatedBytes(this.#random, changed);
    return changed;
  }
}
