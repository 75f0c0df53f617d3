/** Tells of alerts outside the screens: the terminal's bell, and the command that the user gave. */
import type { AlertChange } from '../alerts/alert';
import { notificationOf, ringsFor } from '../alerts/notification';
import { AlertCommand } from '../notify/alert-command';
import type { Settings } from './settings';

export interface NotifierOptions {
  readonly ring: () => void;
  /** One sentence on a command that failed. */
  readonly onTrouble: (sentence: string) => void;
}

/** A bell that never stops is switched off by whoever sits beside it. */
const ringGapMs = 10_000;

export class Notifier {
  readonly #settings: Pick<Settings, 'bell'>;
  readonly #options: NotifierOptions;
  readonly #command: AlertCommand | undefined;
  #rangMs = -Infinity;
  /** Ids of the alerts whose beginning the command was told: only their end is news to it. */
  readonly #told = new Set<string>();

  constructor(settings: Pick<Settings, 'bell' | 'onAlert'>, options: NotifierOptions) {
    this.#settings = settings;
    this.#options = options;
    const { onAlert } = settings;
    this.#command = onAlert === undefined ? undefined : new AlertCommand(onAlert, options);
  }

  tell(changes: readonly AlertChange[]): void {
    const nowMs = performance.now();
    if (
      changes.some((change) => ringsFor(change, this.#settings.bell)) &&
      nowMs - this.#rangMs >= ringGapMs
    ) {
      this.#rangMs = nowMs;
      this.#options.ring();
    }
    for (const change of changes) this.#tellCommand(change);
  }

  #tellCommand(news: AlertChange): void {
    const { change, alert } = news;
    if (change === 'raised' || change === 'worsened') this.#told.add(alert.id);
    else if (!this.#told.has(alert.id)) return;
    if (change === 'cleared') this.#told.delete(alert.id);
    this.#command?.send(notificationOf(news));
  }

  stop(): void {
    this.#command?.stop();
  }
}
