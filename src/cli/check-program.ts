/** What may be typed after `uwtop check`. */
import { type Command, Option } from 'commander';
import type { TargetOptions } from './find-targets';
import { checkHelp } from './help-texts';
import { parseIntervalMs } from './interval';
import { withLimitFlags } from './limit-flags';
import {
  collect,
  collectWords,
  inherited,
  withIntervalOption,
  withKnowledgeOptions,
  withSizeOption,
  withTargetOptions,
  targetsHelpText,
} from './option-groups';
import type { SettingsOptions } from './settings';
import type { Finished } from './exit-codes';

export interface CheckOptions extends SettingsOptions, TargetOptions {
  readonly warning?: readonly string[];
  readonly critical?: readonly string[];
  readonly rules?: readonly string[];
  /** ms */
  readonly for?: number;
  /** Of the whole run, ms. */
  readonly timeout?: number;
  readonly verbose?: boolean;
  /** MiB. */
  readonly maxSize: number;
}

export function addCheck(check: Command, finished: Finished): void {
  withTargetOptions(withLimitFlags(withKnowledgeOptions(withSizeOption(withIntervalOption(check)))))
    .description('one line, performance data and an exit code for Nagios, Icinga, Sensu and their kin')
    .argument('[targets...]', targetsHelpText)
    .option(
      '-w, --warning <thresholds>',
      'warn where a metric leaves its range: busyness=70,queue=~:10',
      collect,
    )
    .option('-c, --critical <thresholds>', 'the same for critical', collect)
    .option('--rules <names>', 'only these rules of alerts count: harakiri,crash; none: none', collectWords)
    .addOption(
      new Option('--for <seconds>', 'watch for so long; what holds over it counts').argParser(
        parseIntervalMs,
      ),
    )
    .addOption(
      new Option(
        '-t, --timeout <seconds>',
        'UNKNOWN after so long, whatever happens (default: 10, or 5 more than it measures)',
      ).argParser(parseIntervalMs),
    )
    .option('-v, --verbose', 'a line an instance and a line a reason below the first')
    .exitOverride()
    .addHelpText('after', checkHelp)
    .action(async (targets: string[], options: CheckOptions, command: Command) => {
      const { checkCommand } = await import('./check');
      finished(await checkCommand(targets, { ...options, ...inherited(command) }));
    });
}
