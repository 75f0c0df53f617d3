/**
 * Observations on their way into the situation. Those of a large fleet are taken in by the handful: each step copies the
 * list of its instances.
 */
import type { Observation, TargetLabel } from '../model/observation';
import type { AlertChange } from './alert';
import { createSituation, type Noted, noteAll, retarget, type SettingsOf, type Situation } from './situation';

const mostWaiting = 64;
/** Of so many instances each makes one wait for another. */
const instancesAWait = 16;

export interface IntakeOptions {
  readonly settingsOf: SettingsOf;
  readonly onChanges?: (changes: readonly AlertChange[]) => void;
}

export class Intake {
  readonly #options: IntakeOptions;
  #situation: Situation;
  #waiting: Observation[] = [];

  constructor(targets: readonly TargetLabel[], options: IntakeOptions) {
    this.#options = options;
    this.#situation = createSituation(targets);
  }

  observe(observation: Observation): void {
    this.#waiting.push(observation);
    if (this.#waiting.length >= Math.min(this.size / instancesAWait, mostWaiting)) this.#takeIn();
  }

  /** How many instances there are. */
  get size(): number {
    return this.#situation.fleet.instances.size;
  }

  /** With all that was observed. */
  get situation(): Situation {
    this.#takeIn();
    return this.#situation;
  }

  /** Targets have come or gone: those that stay keep all that is known of them. */
  setTargets(targets: readonly TargetLabel[], wallMs: number): void {
    this.#take(retarget(this.situation, targets, wallMs));
  }

  /** Another picture than the observations make: that of a recording. */
  replace(situation: Situation): void {
    this.#situation = situation;
  }

  #takeIn(): void {
    if (this.#waiting.length === 0) return;
    const observations = this.#waiting;
    this.#waiting = [];
    this.#take(noteAll(this.#situation, observations, this.#options.settingsOf));
  }

  #take({ situation, changes }: Noted): void {
    this.#situation = situation;
    if (changes.length > 0) this.#options.onChanges?.(changes);
  }
}
