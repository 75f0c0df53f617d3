/** Answers of an instance that works as one would wish, with something hostile in some of them: only a load of minutes is advised on. */
import type { Random } from '../../src/random/random';
import type { Answering } from './documents';
import { mutatedTree } from './mutate';
import { workerTemplate } from './templates';
import { printed, token, type Tree, treeOf } from './tree';

/** Between two answers, so that twenty of them are more than an advice takes. */
export const workdayStepMs = 20_000;

const secondsOfRequest = 0.2;

export class Workday implements Answering {
  readonly #random: Random;
  #tree: Tree = treeOf(workerTemplate);

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Uint8Array {
    const random = this.#random;
    this.#tree = served(this.#tree, random.integer(1, 40));
    if (!random.chance(0.3)) return printed(this.#tree);
    const tree = mutatedTree(random, this.#tree);
    // Some of it stays.
    if (random.chance(0.3)) this.#tree = tree;
    return printed(tree);
  }
}

/** Every counter of requests and of their time goes on. */
function served(tree: Tree, requests: number): Tree {
  const more: Readonly<Record<string, number>> = {
    requests,
    delta_requests: requests,
    running_time: requests * secondsOfRequest * 1e6,
    tx: requests * 1000,
  };
  const visit = (inner: Tree): Tree => {
    if (inner.is === 'list') return { ...inner, items: inner.items.map(visit) };
    if (inner.is !== 'object') return inner;
    const members = inner.members.map((member) => {
      const added = more[member.key];
      const isCounter = added !== undefined && member.value.is === 'token';
      return { ...member, value: isCounter ? plus(member.value, added) : visit(member.value) };
    });
    return { ...inner, members };
  };
  return visit(tree);
}

const plus = (tree: Tree, added: number): Tree =>
  tree.is === 'token' && /^\d{1,12}$/.test(tree.token) ? token(String(Number(tree.token) + added)) : tree;
