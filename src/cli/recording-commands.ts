/** The commands that write recordings and show them, as they may be typed. */
import { type Command, Option } from 'commander';
import { recordHelp, replayHelp } from './help-texts';
import { parseCount, parseDurationMs, parseIntervalMs, parseSpeed } from './interval';
import { withLimitFlags } from './limit-flags';
import {
  inherited,
  targetsHelpText,
  withConfigOption,
  withIntervalOption,
  withIterationsOption,
  withKnowledgeOptions,
  withReadingOptions,
  withScreensOptions,
  withTargetOptions,
} from './option-groups';
import type { RecordOptions } from './record';
import type { ReplayOptions } from './replay';
import type { Finished } from './exit-codes';

export function addRecord(command: Command, finished: Finished): void {
  const polled = withReadingOptions(withIterationsOption(withIntervalOption(command)));
  withTargetOptions(withLimitFlags(withKnowledgeOptions(polled)))
    .description('write all that is observed to a file, secrets masked, for uwtop replay')
    .argument('[targets...]', targetsHelpText)
    .requiredOption('-o, --output <file>', 'NDJSON, packed where it ends in .gz')
    .option('--for <duration>', 'end after so long: 90s, 10m, 2h', parseDurationMs)
    .option('--rotate-size <MiB>', 'go on in another file from this size on', parseCount)
    .option('--rotate-every <duration>', 'go on in another file after so long: 30m, 1h, 1d', parseDurationMs)
    .exitOverride()
    .addHelpText('after', recordHelp)
    .action(async (targets: string[], options: RecordOptions, own: Command) => {
      const { recordCommand } = await import('./record');
      finished(await recordCommand(targets, { ...options, ...inherited(own) }));
    });
}

export function addReplay(command: Command, finished: Finished): void {
  withScreensOptions(withConfigOption(command))
    .description('watch recordings in the same screens: pause, step, seek, another speed')
    .argument('<files...>', "recordings, uWSGI's stats-push files, folders of saved snapshots")
    .addOption(new Option('--speed <factor>', 'so many times as fast').argParser(parseSpeed).default(1))
    .option('--at <time>', 'begin there: 14:03, 2026-05-01T14:03, +5m from the start, 50%')
    .option('--paused', 'begin paused')
    .addOption(
      new Option('-i, --interval <seconds>', 'between two documents of a stats-push file')
        .argParser(parseIntervalMs)
        .default(3000, '3'),
    )
    .exitOverride()
    .addHelpText('after', replayHelp)
    .action(async (files: string[], options: ReplayOptions, own: Command) => {
      const { replayCommand } = await import('./replay');
      finished(await replayCommand(files, { ...options, ...inherited(own) }));
    });
}
