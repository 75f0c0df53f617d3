/** The rounds of recordings, one file after the other, from any of them on. */
import type { Observation, TargetLabel } from '../model/observation';
import { Decoder } from './decode';
import type { Entry, RecordedRound } from './format';
import { beginning, type Line, linesOf, type Place } from './lines';

/** What could not be read. */
export interface Damage {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
  /** At the end of a file: whoever wrote it was ended in the middle of a line. */
  readonly isCut: boolean;
}

/** A place between two rounds, with all that was said before. */
export interface Bookmark {
  readonly file: number;
  readonly place: Place;
  readonly decoder: Decoder;
  readonly open: OpenRound;
}

/** A round that is being read. */
interface OpenRound {
  readonly targets: readonly TargetLabel[];
  readonly intervalMs: number;
  readonly marksRounds: boolean;
  readonly observations: readonly Observation[];
}

const noRound: OpenRound = { targets: [], intervalMs: 1000, marksRounds: false, observations: [] };

export class RoundReader implements AsyncIterable<RecordedRound> {
  readonly #paths: readonly string[];
  readonly #onDamage: (damage: Damage) => void;
  readonly #decoder: Decoder;
  #file: number;
  #place: Place;
  #open: OpenRound;

  constructor(paths: readonly string[], onDamage: (damage: Damage) => void, from?: Bookmark) {
    this.#paths = paths;
    this.#onDamage = onDamage;
    this.#decoder = from?.decoder.copy() ?? new Decoder();
    this.#file = from?.file ?? 0;
    this.#place = from?.place ?? beginning;
    this.#open = from?.open ?? noRound;
  }

  /** Behind the round that was read last. */
  bookmark(): Bookmark {
    return { file: this.#file, place: this.#place, decoder: this.#decoder.copy(), open: this.#open };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordedRound> {
    for (; this.#file < this.#paths.length; this.#file++) {
      const path = this.#paths[this.#file] ?? '';
      for await (const line of linesOf(path, this.#place)) {
        this.#place = line.next;
        const round = this.#read(path, line);
        if (round !== undefined) yield round;
      }
      this.#place = beginning;
    }
    const last = this.#close();
    if (last !== undefined) yield last;
  }

  #read(path: string, { text, isCut, next }: Line): RecordedRound | undefined {
    const entry = text === undefined ? undefined : this.#decoder.read(text);
    if (entry?.ok) return this.#take(entry.value);
    if (text === '') return undefined;
    const reason = entry?.failure ?? 'a damaged block';
    this.#onDamage({ path, line: text === undefined ? next.line + 1 : next.line, reason, isCut });
    return undefined;
  }

  /** @returns the round that ends with it, if one does */
  #take(entry: Entry): RecordedRound | undefined {
    switch (entry.kind) {
      case 'header': {
        const closed = this.#close();
        const { targets, intervalMs, marksRounds } = entry.header;
        this.#open = { targets, intervalMs, marksRounds, observations: [] };
        return closed;
      }
      case 'targets': {
        const closed = this.#close();
        this.#open = { ...this.#open, targets: entry.targets };
        return closed;
      }
      case 'round':
        return this.#close(entry);
      case 'observation':
        return this.#add(entry.observation);
    }
  }

  #add(observation: Observation): RecordedRound | undefined {
    const { marksRounds, observations } = this.#open;
    const isNext = !marksRounds && observations.some(({ targetId }) => targetId === observation.targetId);
    const closed = isNext ? this.#close() : undefined;
    this.#open = { ...this.#open, observations: [...this.#open.observations, observation] };
    return closed;
  }

  #close(end?: Extract<Entry, { kind: 'round' }>): RecordedRound | undefined {
    const { targets, intervalMs, observations } = this.#open;
    if (observations.length === 0 && end === undefined) return undefined;
    this.#open = { ...this.#open, observations: [] };
    const wallMs = end?.wallMs ?? Math.max(...observations.map((observation) => observation.wallMs));
    const isBaseline = end?.isBaseline ?? false;
    return { observations, wallMs, isBaseline, isMarked: end !== undefined, targets, intervalMs };
  }
}
