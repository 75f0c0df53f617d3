/** The recording that runs beside the screens, if one does. */
import { bytes } from '../format/quantity';
import { displayText } from '../format/text';
import type { Observation } from '../model/observation';
import { bytesPerHour } from '../recording/estimate';
import type { Recorder } from '../recording/recorder';
import type { Target } from '../targets/address';
import { labelsOf } from './options';

export interface ScreenRecordingOptions {
  readonly targets: () => readonly Target[];
  readonly intervalMs: () => number;
  readonly say: (sentence: string) => void;
  /** For the title. */
  readonly setActivity: (activity: string | undefined) => void;
}

export class ScreenRecording {
  readonly #options: ScreenRecordingOptions;
  #recorder: Recorder | undefined;
  #isOpening = false;
  #seen = new Set<string>();
  #finishing: Promise<void> | undefined;

  constructor(options: ScreenRecordingOptions) {
    this.#options = options;
  }

  /** Starts one in the current folder, or ends the one that runs. */
  toggle(): void {
    if (this.#isOpening) return;
    if (this.#recorder !== undefined) this.#finishing = this.#finish();
    else void this.start(nameAt(new Date()), { fresh: true });
  }

  async start(path: string, { fresh = false } = {}): Promise<void> {
    const { targets, intervalMs, say } = this.#options;
    this.#isOpening = true;
    try {
      const onTrouble = (sentence: string) => {
        this.#show(undefined);
        say(sentence);
      };
      // Most never record.
      const { recordTo } = await import('./record-to');
      this.#show(await recordTo({ path, targets: targets(), intervalMs: intervalMs(), fresh, onTrouble }));
      say(`recording to ${displayText(path)}, secrets masked; w ends it`);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
    this.#isOpening = false;
  }

  observe(observation: Observation): void {
    const recorder = this.#recorder;
    recorder?.observe(observation);
    // Where the disk is too slow that was the last.
    if (recorder === undefined || this.#recorder !== recorder) return;
    this.#estimate(observation.targetId);
    this.#options.setActivity(`REC ${bytes(recorder.bytes)}`);
  }

  setTargets(): void {
    this.#recorder?.setTargets(labelsOf(this.#options.targets()));
  }

  /** When it resolves, all that was observed is in the file. */
  async stop(): Promise<void> {
    await this.#finishing;
    await this.#recorder?.stop();
  }

  async #finish(): Promise<void> {
    const recorder = this.#recorder;
    this.#show(undefined);
    await recorder?.stop();
    if (recorder?.isWhole === true)
      this.#options.say(`recorded ${bytes(recorder.bytes)}: uwtop replay ${displayText(recorder.path)}`);
  }

  #show(recorder: Recorder | undefined): void {
    this.#recorder = recorder;
    this.#seen = new Set();
    this.#options.setActivity(recorder && `REC ${bytes(recorder.bytes)}`);
  }

  /** Once, when the first target comes again: a round of all of them is written by then. */
  #estimate(targetId: string): void {
    const recorder = this.#recorder;
    if (recorder === undefined || this.#seen.has('')) return;
    if (!this.#seen.has(targetId)) {
      this.#seen.add(targetId);
      return;
    }
    this.#seen.add('');
    const pace = { bytesPerRound: recorder.bytes, intervalMs: this.#options.intervalMs() };
    this.#options.say(
      `recording about ${bytes(bytesPerHour(pace))} an hour to ${displayText(recorder.path)}`,
    );
  }
}

/** `uwtop-20260501-140322.ndjson.gz`, in local time. */
function nameAt(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('');
  return `uwtop-${day}-${time}.ndjson.gz`;
}
