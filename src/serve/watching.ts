/** The targets that are asked again and again, and what is known of them. */
import { Intake } from '../alerts/intake';
import type { SettingsOf, Situation } from '../alerts/situation';
import type { TargetLabel } from '../model/observation';
import { Poller } from '../poller/poller';
import type { PolledTarget } from '../poller/target-loop';
import type { Target } from '../targets/address';
import type { Watched } from '../targets/watched';

export interface WatchingOptions {
  readonly intervalMs: number;
  readonly open: (target: Target) => PolledTarget;
  readonly labelsOf: (targets: readonly Target[]) => readonly TargetLabel[];
  readonly settingsOf: SettingsOf;
  readonly onTargets: (targets: readonly Target[]) => void;
}

export class Watching {
  readonly #watched: Watched;
  readonly #options: WatchingOptions;
  readonly #poller: Poller;
  readonly #intake: Intake;

  constructor(watched: Watched, options: WatchingOptions) {
    this.#watched = watched;
    this.#options = options;
    this.#intake = new Intake(options.labelsOf(watched.targets), { settingsOf: options.settingsOf });
    this.#poller = new Poller(watched.targets, {
      intervalMs: options.intervalMs,
      open: options.open,
      random: Math.random,
      onObservation: (observation) => {
        this.#intake.observe(observation);
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
    return this.#intake.situation;
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
    this.#poller.setTargets(targets);
    this.#intake.setTargets(this.#options.labelsOf(targets), Date.now());
    this.#options.onTargets(targets);
  }
}
