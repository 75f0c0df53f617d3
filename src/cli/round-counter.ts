/** How many polls the targets have had that are watched: some come later, some go. */
import type { Directory } from './settings';

export class RoundCounter {
  readonly #directory: Directory;
  readonly #polls = new Map<string, number>();
  #whole = 0;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  note(targetId: string): void {
    const polls = (this.#polls.get(targetId) ?? 0) + 1;
    this.#polls.set(targetId, polls);
    const { targets } = this.#directory;
    // Most polls end no round: the first target that is behind says so.
    if (polls <= this.#whole || targets.some(({ id }) => (this.#polls.get(id) ?? 0) <= this.#whole)) return;
    this.#whole++;
    const ids = new Set(targets.map(({ id }) => id));
    for (const id of this.#polls.keys()) if (!ids.has(id)) this.#polls.delete(id);
  }

  /** Rounds that every target has had. */
  get whole(): number {
    return this.#whole;
  }
}
