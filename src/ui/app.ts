/** Joins keys, observations and time to UiState and FleetState, and paints: at most one frame at a time, never queued. */
import type { AlertChange } from '../alerts/alert';
import { Intake } from '../alerts/intake';
import type { SettingsOf, Situation } from '../alerts/situation';
import type { Advice, Orders } from '../advisor/advice';
import type { InstanceState } from '../model/instance';
import type { Observation, TargetLabel } from '../model/observation';
import { clickKey } from './click';
import type { Display } from './display';
import type { Attachment, Engine } from './engine';
import type { Frame, Page } from './frame';
import { asciiGlyphs, unicodeGlyphs } from '../format/glyphs';
import { intervalText } from './intervals';
import { Pace } from './pace';
import { withNotices } from './notices';
import { createUi, type UiOptions, type UiState } from './state';
import type { Scene } from './scene';
import { isQuiet } from './silence';
import { shownSituation } from './select';
import { Tuning } from './tuning';
import { type Effect, update } from './update';
import { view } from './view';

export interface Clock {
  wallMs(): number;
  monotonicMs(): number;
}

export interface AppOptions {
  readonly targets: readonly TargetLabel[];
  readonly intervalMs: number;
  /** See setNotices. */
  readonly notices?: readonly string[] | undefined;
  /** How the screens start. */
  readonly start?: Pick<UiOptions, 'screen' | 'tables' | 'replaying'>;
  readonly ascii: boolean;
  readonly label?: string | undefined;
  readonly showSecrets?: boolean | undefined;
  readonly engine: Engine;
  readonly clock: Clock;
  /** When frames are due, where that of the picture may stand still: monotonic, ms. */
  readonly realMs?: () => number;
  /** Of the rules that raise alerts. */
  readonly settingsOf: SettingsOf;
  /** What advice is to go by; left out: none is given. */
  readonly ordersFor?: (instance: InstanceState) => Orders;
  /** Told of alerts as they come, where nobody has muted or acknowledged them, and of all that ease or go. */
  readonly onAlerts: (changes: readonly AlertChange[]) => void;
  readonly quit: () => void;
}

/** Rows that one notch of the wheel moves. */
const wheelSteps = 3;
const noPage: Page = { rows: 1, textLines: 0 };

export class App {
  readonly #options: AppOptions;
  readonly #display: Display;
  readonly #intake: Intake;
  #ui: UiState;
  #frame: Frame | undefined;
  readonly #pace: Pace;
  readonly #tuning: Tuning | undefined;
  readonly #startedMs: number;
  #paceMs: number;
  #activity: string | undefined;
  /** The terminal may have lost what it showed. */
  #isWholeDue = false;

  constructor(display: Display, options: AppOptions) {
    this.#display = display;
    this.#options = options;
    this.#startedMs = this.#now();
    this.#paceMs = options.intervalMs;
    this.#intake = new Intake(options.targets, {
      settingsOf: options.settingsOf,
      onChanges: (changes) => {
        this.#tell(changes);
      },
    });
    this.#tuning = options.ordersFor && new Tuning(options.ordersFor);
    this.#ui = createUi({
      ...options.start,
      intervalMs: options.intervalMs,
      instanceIds: options.targets.map(({ id }) => id),
    });
    this.#ui = withNotices(this.#ui, options.notices ?? []);
    display.onKey((key) => {
      this.#press(key);
    });
    display.onMouse((event) => {
      if (event.kind === 'click') this.#press(clickKey(event.line));
      else for (let step = 0; step < wheelSteps; step++) this.#press(event.direction);
    });
    display.onContinue(() => {
      this.#options.engine.resume();
      this.#paint('whole');
    });
    display.onResize(() => {
      this.#paint('whole');
    });
    this.#pace = new Pace({
      now: options.realMs ?? (() => this.#now()),
      paint: () => {
        this.#paint();
      },
    });
    this.#paint();
  }

  /** The only way in for knowledge. */
  observe(observation: Observation): void {
    this.#intake.observe(observation);
    this.#collect(observation.targetId);
    if (this.#ui.frozen === undefined) this.#pace.answered(this.#ui.intervalMs, this.#intake.size);
  }

  #collect(id: string): void {
    if (this.#tuning?.studies(id, this.#intake.size) === true)
      this.#tuning.note(id, this.#intake.situation.fleet);
  }

  /** For the screen that shows it; of a frozen picture what it said then. */
  get #advice(): Advice | undefined {
    const { screen, instanceId, frozen } = this.#ui;
    if (screen !== 'tune' || instanceId === undefined) return undefined;
    const shown = frozen === undefined ? undefined : this.#tuning?.lastAdviceFor(instanceId);
    if (shown !== undefined) return shown;
    return this.#tuning?.adviceFor(instanceId, this.#intake.situation.fleet, this.#now());
  }

  /** What ends is told to whoever was told that it began, acknowledged or not. */
  #tell(changes: readonly AlertChange[]): void {
    const heard = changes.filter(({ change, alert }) => isRelief(change) || !isQuiet(this.#ui, alert));
    if (heard.length > 0) this.#options.onAlerts(heard);
  }

  /** Targets have come or gone: those that stay keep all that is known of them. */
  setTargets(targets: readonly TargetLabel[]): void {
    this.#intake.setTargets(targets, this.#options.clock.wallMs());
    this.#tuning?.keepOnly(this.#intake.situation.fleet);
    this.#pace.soon();
  }

  /** Whole sentences on targets, all of them that hold now: they stay until others are set. */
  setNotices(notices: readonly string[]): void {
    this.#ui = withNotices(this.#ui, notices);
    this.#pace.soon();
  }

  /** The targets are asked as often as the machine can, which is not always as often as asked for. */
  setPace(intervalMs: number): void {
    this.#paceMs = intervalMs;
    const wantedMs = this.#ui.intervalMs;
    const said = `this machine cannot keep up with ${intervalText(wantedMs)}: targets are asked every ${intervalText(intervalMs)}`;
    if (intervalMs > wantedMs) this.#ui = { ...this.#ui, said };
    this.#pace.soon();
  }

  /** Another picture than the observations make: that of a recording. */
  show(situation: Situation): void {
    this.#intake.replace(situation);
    this.#pace.soon();
  }

  /** What goes on beside the watching: said in the title as long as it does. */
  setActivity(activity: string | undefined): void {
    if (this.#activity === activity) return;
    this.#activity = activity;
    this.#pace.soon();
  }

  /** A sentence from behind the screens, shown until the next key. */
  say(sentence: string): void {
    this.#ui = { ...this.#ui, said: sentence };
    this.#pace.soon();
  }

  stop(): void {
    this.#pace.stop();
  }

  #now(): number {
    return this.#options.clock.monotonicMs();
  }

  #press(key: string): void {
    const { ui, effect, copied, attached, sought } = update({ ...this.#ui, said: undefined }, key, {
      ...this.#intake.situation,
      page: this.#frame?.page ?? noPage,
      wallMs: this.#options.clock.wallMs(),
      advice: this.#advice,
    });
    this.#ui = ui;
    if (copied !== undefined) this.#display.copy(copied);
    if (sought !== undefined) this.#options.engine.player?.seek(sought);
    else if (effect !== undefined) this.#perform(effect, attached);
    if (effect !== 'quit' && effect !== 'suspend') this.#paint();
  }

  #perform(effect: Effect, attached: Attachment | undefined): void {
    const { engine, quit } = this.#options;
    switch (effect) {
      case 'quit':
        quit();
        return;
      case 'poll-now':
        engine.pollNow();
        return;
      case 'interval-changed':
        engine.setInterval(this.#ui.intervalMs);
        return;
      case 'attach':
        if (attached !== undefined) engine.attach(attached);
        return;
      case 'repaint':
        this.#paint('whole');
        return;
      case 'mouse':
        this.#display.useMouse(this.#ui.mouse === true);
        return;
      case 'suspend':
        this.suspend();
        return;
      case 'record':
        engine.toggleRecording?.();
        return;
      case 'seek':
        return;
      default:
        engine.player?.perform(effect);
    }
  }

  /** No connection stays open while we are stopped: a master that waits for a stopped reader does nothing else. */
  suspend(): void {
    this.#options.engine.pause();
    this.#display.suspend();
  }

  #paint(how: 'changes' | 'whole' = 'changes'): void {
    this.#isWholeDue ||= how === 'whole';
    if (this.#display.congested) {
      this.#pace.later();
      return;
    }
    this.#pace.painted();
    this.#frame = view(this.#scene());
    if (this.#isWholeDue) this.#display.repaint(this.#frame);
    else this.#display.paint(this.#frame);
    this.#isWholeDue = false;
  }

  #scene(): Scene {
    const { clock, ascii, label, showSecrets } = this.#options;
    return {
      ...shownSituation(this.#intake.situation, this.#ui),
      ui: this.#ui,
      size: this.#display.size,
      glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
      now: { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() },
      clock: timeOfDay,
      startedMs: this.#startedMs,
      paceMs: this.#paceMs,
      label,
      activity: this.#activity,
      advice: this.#advice,
      showSecrets,
    };
  }
}

const isRelief = (change: AlertChange['change']) => change === 'eased' || change === 'cleared';

function timeOfDay(wallMs: number): string {
  const date = new Date(wallMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
