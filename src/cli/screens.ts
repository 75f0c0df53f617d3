/** Joins the poller, the app and the terminal, and sees to it that the terminal is given back on every way out. */
import { constants } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Poller } from '../poller/poller';
import type { Watched } from '../targets/watched';
import { App } from '../ui/app';
import { Terminal } from '../ui/terminal';
import { sayLast } from '../ui/unwaiting';
import { crashText } from './crash';
import { beFrugal } from './frugal';
import { Notifier } from './notifier';
import { labelsOf, openTarget } from './options';
import { ordersForLive } from './orders';
import { RoundCounter } from './round-counter';
import { ScreenRecording } from './screen-recording';
import type { Settings } from './settings';
import { speaksUtf8 } from './speaks-utf8';
import type { Staged } from './watch';
import { exitCodes } from './exit-codes';

const endingSignals = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'] as const;

export function runScreens(watched: Watched, options: Staged, settings: Settings): Promise<number> {
  const informed = { knowledge: settings.knowledge, patient: false };
  beFrugal(watched.targets.length);
  return new Promise((resolve) => {
    const rounds = new RoundCounter(watched);
    let { intervalMs } = settings;
    // A terminal that goes away tells so several times over: the first word counts.
    let ended = false;
    const recording = new ScreenRecording({
      targets: () => watched.targets,
      intervalMs: () => intervalMs,
      say: (sentence) => {
        if (ended) sayLast(`uwtop: ${sentence}\n`);
        else app.say(sentence);
      },
      setActivity: (activity) => {
        app.setActivity(activity);
      },
    });
    const poller = new Poller(watched.targets, {
      intervalMs: settings.intervalMs,
      random: Math.random,
      utilization: utilizationSinceLast(),
      open: (target) => openTarget(target, options, informed),
      onPace: (paceMs) => {
        app.setPace(paceMs);
      },
      onObservation: (observation) => {
        app.observe(observation);
        recording.observe(observation);
        rounds.note(observation.targetId);
        if (options.iterations !== undefined && rounds.whole >= options.iterations) end(exitCodes.fine);
      },
    });
    // The questions are on their way while the screen is being set up.
    poller.start();

    const ascii = options.ascii || !speaksUtf8(process.env);
    const terminal = new Terminal({ theme: settings.theme, ascii });

    const end = (exitCode: number) => {
      if (ended) return;
      ended = true;
      watched.stop();
      poller.stop();
      app.stop();
      notifier.stop();
      terminal.restore();
      void recording.stop().finally(() => {
        resolve(exitCode);
      });
    };
    onEveryWayOut(terminal, end);
    const notifier = new Notifier(settings, {
      ring: () => {
        terminal.ring();
      },
      onTrouble: (sentence) => {
        app.say(sentence);
      },
    });
    const app = new App(terminal, {
      targets: labelsOf(watched.targets),
      notices: watched.notices,
      intervalMs: settings.intervalMs,
      start: { screen: options.screen, tables: settings.tables },
      ascii,
      label: options.label,
      showSecrets: options.showSecrets,
      engine: {
        pollNow: () => {
          poller.pollNow();
        },
        setInterval: (wantedMs) => {
          intervalMs = wantedMs;
          poller.setInterval(wantedMs);
        },
        toggleRecording: () => {
          recording.toggle();
        },
        pause: () => {
          poller.pause();
        },
        resume: () => {
          poller.resume();
        },
        attach: ({ address, ...target }) => {
          watched.attach(address, target);
        },
      },
      clock: { wallMs: Date.now, monotonicMs: () => performance.now() },
      settingsOf: settings.settingsOf,
      ordersFor: ordersForLive,
      onAlerts: (changes) => {
        notifier.tell(changes);
      },
      quit: () => {
        end(exitCodes.fine);
      },
    });
    if (options.record !== undefined) void recording.start(options.record);
    watched.follow(() => {
      beFrugal(watched.targets.length);
      poller.setTargets(watched.targets);
      settings.knowledge.keepOnly(watched.targets);
      app.setTargets(labelsOf(watched.targets));
      app.setNotices(watched.notices);
      recording.setTargets();
    });
    process.on('SIGTSTP', () => {
      app.suspend();
    });
  });
}

/** The share of the time since it was last asked in which the program was at work. */
function utilizationSinceLast(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}

export function onEveryWayOut(terminal: Terminal, end: (exitCode: number) => void): void {
  for (const signal of endingSignals) {
    process.on(signal, () => {
      end(128 + constants.signals[signal]);
    });
  }
  let hasCrashed = false;
  const crash = (error: unknown) => {
    if (hasCrashed) return;
    hasCrashed = true;
    terminal.restore();
    // What stands in line for the terminal would go with the process.
    sayLast(crashText(error), () => process.exit(exitCodes.nothingRead));
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  // The terminal went away without a signal: nobody is left to show anything to.
  const gone = () => {
    end(128 + constants.signals.SIGHUP);
  };
  process.stdin.on('end', gone);
  process.stdin.on('error', gone);
  process.stdout.on('error', gone);
}
