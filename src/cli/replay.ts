/** `uwtop replay`: the screens, fed from files. */
import { performance } from 'node:perf_hooks';
import { openSource } from '../recording/source';
import { Player } from '../recording/player';
import { describeDamages, type Recording } from '../recording/open';
import { Tape } from '../recording/tape';
import { App } from '../ui/app';
import { replayText } from '../ui/replaying';
import { Terminal } from '../ui/terminal';
import { sayLast } from '../ui/unwaiting';
import { pathOf } from './are-recordings';
import { printRounds } from './once-recorded';
import { targetOfRecording } from './target-of-recording';
import type { WatchOptions } from './program';
import { onEveryWayOut } from './screens';
import { speaksUtf8 } from './speaks-utf8';
import { readSettings, type Settings } from './settings';
import { checkTableFlags } from './table-flags';
import { unfitTerminal } from './unfit-terminal';
import { exitCodes } from './exit-codes';

export interface ReplayOptions extends WatchOptions {
  readonly speed: number;
  readonly at?: string;
  readonly paused?: boolean;
  /** Between two documents that tell no time of their own, ms. */
  readonly interval: number;
}

export async function replayCommand(texts: readonly string[], options: ReplayOptions): Promise<number> {
  checkTableFlags(options);
  const recording = await openSource(texts.map(pathOf), { intervalMs: options.interval });
  const targets = recording.header.targets.map(targetOfRecording);
  const settings = await readSettings({ targets }, options);
  const unfit = unfitTerminal();
  if (unfit !== undefined) {
    process.stderr.write(`uwtop: ${unfit}: printing the last round, as uwtop once does\n`);
    return printRounds(recording, { ...options, rates: true }, settings, 'last');
  }
  const tape = await Tape.open(recording, settings.settingsOf);
  const exitCode = await show(recording, tape, { options, settings });
  for (const sentence of describeDamages(recording.damages)) sayLast(`uwtop: ${sentence}\n`);
  return exitCode;
}

interface Wishes {
  readonly options: ReplayOptions;
  readonly settings: Settings;
}

function show(recording: Recording, tape: Tape, { options, settings }: Wishes): Promise<number> {
  return new Promise((resolve) => {
    const ascii = options.ascii || !speaksUtf8(process.env);
    const terminal = new Terminal({ theme: settings.theme, ascii });
    const end = (exitCode: number) => {
      player.stop();
      app.stop();
      terminal.restore();
      resolve(exitCode);
    };
    onEveryWayOut(terminal, end);
    const player = new Player({
      tape,
      speed: options.speed,
      isPaused: options.paused === true,
      end: recording.end().catch(() => undefined),
      now: () => performance.now(),
      onShow: (situation) => {
        app.show(situation);
        app.setActivity(replayText(player.state));
      },
      onChange: () => {
        app.setActivity(replayText(player.state));
      },
      say: (sentence) => {
        app.say(sentence);
      },
    });
    const nothing = () => undefined;
    const app = new App(terminal, {
      targets: recording.header.targets,
      intervalMs: recording.header.intervalMs,
      start: { screen: options.screen, tables: settings.tables, replaying: true },
      ascii,
      engine: {
        player,
        pollNow: nothing,
        setInterval: nothing,
        attach: nothing,
        pause: nothing,
        resume: nothing,
      },
      clock: { wallMs: () => player.clock.wallMs, monotonicMs: () => player.clock.monotonicMs },
      realMs: () => performance.now(),
      settingsOf: settings.settingsOf,
      onAlerts: nothing,
      quit: () => {
        end(exitCodes.fine);
      },
    });
    process.on('SIGTSTP', () => {
      app.suspend();
    });
    void player.start(options.at);
  });
}
