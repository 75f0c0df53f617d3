/** The situation at any moment of a recording: a fold from its beginning, or from the nearest place that was kept. */
import { createSituation, noteAll, retarget, type SettingsOf, type Situation } from '../alerts/situation';
import type { TargetLabel } from '../model/observation';
import type { RecordedRound } from './format';
import type { Recording, Rounds } from './open';

/** Where a tape is: behind a round. */
export interface TapeMoment {
  readonly situation: Situation;
  /** Monotonic, of the last round; undefined before the first. */
  readonly atMs: number | undefined;
  readonly wallMs: number;
  readonly intervalMs: number;
  readonly targets: readonly TargetLabel[];
}

interface Place extends TapeMoment {
  readonly index: number;
  readonly next: RecordedRound | undefined;
  /** In the file, behind `next`. */
  readonly mark: unknown;
}

/** An alert that came or went, or an event: worth a look. */
export interface Step {
  readonly isNews: boolean;
}

/** Kept for going back, in instances of all of them: each holds its charts. */
const mostKept = 1000;
const leastPlaces = 8;
const firstSpacing = 32;

export class Tape {
  readonly #recording: Recording;
  readonly #settingsOf: SettingsOf;
  #rounds: AsyncIterator<RecordedRound>;
  #source: Rounds;
  #place: Place;
  #kept: Place[] = [];
  /** When something happened, as far as was read: monotonic, in order. */
  readonly #news: number[] = [];
  #spacing = firstSpacing;

  private constructor(recording: Recording, settingsOf: SettingsOf) {
    const { targets, startedMs, intervalMs } = recording.header;
    this.#recording = recording;
    this.#settingsOf = settingsOf;
    this.#source = recording.rounds();
    this.#rounds = this.#source[Symbol.asyncIterator]();
    const start = { situation: createSituation(targets), atMs: undefined, wallMs: startedMs };
    this.#place = { ...start, intervalMs, targets, index: 0, next: undefined, mark: undefined };
  }

  static async open(recording: Recording, settingsOf: SettingsOf): Promise<Tape> {
    const tape = new Tape(recording, settingsOf);
    const next = await tape.#read();
    tape.#place = { ...tape.#place, next, mark: tape.#source.bookmark() };
    tape.#keep();
    return tape;
  }

  get moment(): TapeMoment {
    return this.#place;
  }

  /** When the next round is: monotonic; undefined at the end. */
  get nextMs(): number | undefined {
    return this.#place.next && timeOf(this.#place.next, this.#place);
  }

  /** Takes in the next round; undefined where there is none. */
  async forward(): Promise<Step | undefined> {
    const { next, situation: known, targets, index } = this.#place;
    if (next === undefined) return undefined;
    const before = next.targets === targets ? known : retarget(known, next.targets, next.wallMs).situation;
    const { situation, changes } = noteAll(before, next.observations, this.#settingsOf);
    const { wallMs, intervalMs } = next;
    const moment = { situation, atMs: timeOf(next, this.#place), wallMs, intervalMs, targets: next.targets };
    const following = await this.#read();
    this.#place = { ...moment, index: index + 1, next: following, mark: undefined };
    if ((index + 1) % this.#spacing === 0) this.#keep();
    const isNews = changes.length > 0 || hasNewEvents(before, situation);
    if (isNews && moment.atMs > (this.#news.at(-1) ?? -Infinity)) this.#news.push(moment.atMs);
    return { isNews };
  }

  /** When something happened last before a time that was reached already. */
  newsBefore(atMs: number): number | undefined {
    return this.#news.findLast((newsMs) => newsMs < atMs);
  }

  /** Gives the file back. */
  async close(): Promise<void> {
    await this.#rounds.return?.();
  }

  /** The last round that is not after this time: monotonic. */
  async seek(atMs: number, onWay: () => Promise<boolean>): Promise<void> {
    if (this.#place.atMs === undefined || atMs < this.#place.atMs) await this.#goBack(atMs);
    while (this.nextMs !== undefined && this.nextMs <= atMs) {
      await this.forward();
      if (!(await onWay())) return;
    }
  }

  async #goBack(atMs: number): Promise<void> {
    const place =
      this.#kept.findLast((kept) => kept.atMs === undefined || kept.atMs <= atMs) ?? this.#kept[0];
    if (place === undefined) return;
    await this.#rounds.return?.();
    this.#source = this.#recording.rounds(place.mark);
    this.#rounds = this.#source[Symbol.asyncIterator]();
    this.#place = place;
  }

  async #read(): Promise<RecordedRound | undefined> {
    const result = await this.#rounds.next();
    return result.done === true ? undefined : result.value;
  }

  /** So many that a step back is soon done, so few that they fit into memory. */
  #keep(): void {
    if (this.#kept.some(({ index }) => index === this.#place.index)) return;
    this.#kept.push({ ...this.#place, mark: this.#source.bookmark() });
    this.#kept.sort((one, other) => one.index - other.index);
    const most = Math.max(leastPlaces, mostKept / Math.max(1, this.#place.targets.length));
    if (this.#kept.length <= most) return;
    this.#spacing *= 2;
    this.#kept = this.#kept.filter(({ index }) => index % this.#spacing === 0);
  }
}

/** A round without an answer is as late after the one before as its wall clock says. */
function timeOf({ observations, wallMs }: RecordedRound, before: TapeMoment): number {
  if (observations.length === 0) return (before.atMs ?? 0) + Math.max(0, wallMs - before.wallMs);
  return Math.max(...observations.map(({ monotonicMs }) => monotonicMs));
}

function hasNewEvents(before: Situation, after: Situation): boolean {
  for (const [id, { events }] of after.fleet.instances)
    if (events !== before.fleet.instances.get(id)?.events && events.length > 0) return true;
  return false;
}
