/** The targets that are asked again and again, and what is known of them. */
import { createSituation, noteAll, retarget, type SettingsOf, type Situation } from '../alerts/situation';
import type { Observation, TargetLabel } from '../model/observation';
import { Poller } from '../poller/poller';
import type { PolledTarget } from '../poller/target-loop';
import type { Target } from '../targets/address';
import type { Watched } from '../targets/watched';

export interface WatchingOptions {
  readonly intervalMs: number;
  readonly open: (target: Target) => PolledTarget;
  readonly labelOf: (target: Target) => TargetLabel;
  readonly settingsOf: SettingsOf;
  readonly onTargets: (targets: readonly Target[]) => void;
}

export class Watching {
  readonly #watched: Watched;
  readonly #options: WatchingOptions;
  readonly #poller: Poller;
  #situation: Situation;
  /** Folded in together: of a thousand instances each step copies the list. */
  #waiting: Observation[] = [];

  constructor(watched: Watched, options: WatchingOptions) {
    this.#watched = watched;
    this.#options = options;
    this.#situation = createSituation(watched.targets.map(options.labelOf));
    this.#poller = new Poller(watched.targets, {
      intervalMs: options.intervalMs,
      open: options.open,
      random: Math.random,
      onObservation: (observation) => {
        this.#waiting.push(observation);
        if (this.#waiting.length >= watched.targets.length) this.#fold();
      },
    });
  }

  start(): void {
    this.#poller.start();
    this.#watched.follow(() => {
      this.#retarget();
    });
  }

  get situation(): Situation {
    this.#fold();
    return this.#situation;
  }

  /** Every target has answered, or failed to. */
  get isReady(): boolean {
    return [...this.situation.fleet.instances.values()].every(({ phase }) => phase !== 'connecting');
  }

  stop(): void {
    this.#watched.stop();
    this.#poller.stop();
  }

  #retarget(): void {
    const { targets } = this.#watched;
    this.#fold();
    this.#poller.setTargets(targets);
    this.#situation = retarget(this.#situation, targets.map(this.#options.labelOf), Date.now()).situation;
    this.#options.onTargets(targets);
  }

  #fold(): void {
    if (this.#waiting.length === 0) return;
    const observations = this.#waiting;
    this.#waiting = [];
    this.#situation = noteAll(this.#situation, observations, this.#options.settingsOf).situation;
  }
}
