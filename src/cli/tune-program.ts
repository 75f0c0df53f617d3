/** What may be typed after `uwtop tune`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TargetOptions } from './find-targets';
import { durationMsOf, parseCount, parseDurationMs } from './interval';
import { withLimitFlags } from './limit-flags';
import {
  inherited,
  withIntervalOption,
  withKnowledgeOptions,
  withReadingOptions,
  withTargetOptions,
} from './option-groups';
import type { ReadingOptions } from './options';
import type { SettingsOptions } from './settings';
import { tuneHelp } from './tune-help';
import type { Finished } from './exit-codes';

export interface TuneOptions extends ReadingOptions, SettingsOptions, TargetOptions {
  /** ms, of live targets */
  readonly for?: number;
  readonly instance?: string;
  /** 0…1 */
  readonly waitProbability?: number;
  /** seconds */
  readonly p95Wait?: number;
  /** seconds */
  readonly proxyTimeout: number;
  /** bytes */
  readonly memory?: number;
  readonly cpus?: number;
  /** Settings to compare with those of today. */
  readonly try?: string;
  readonly ascii?: boolean;
  readonly json?: boolean;
}

export function addTune(command: Command, finished: Finished): void {
  withTuneOptions(
    withTargetOptions(withLimitFlags(withKnowledgeOptions(withReadingOptions(withIntervalOption(command))))),
  )
    .description('advise on processes, cheaper, harakiri and recycling, from recordings or live')
    .argument('[targets...]', 'recordings, or addresses of stats servers; none: the uWSGI of this machine')
    .exitOverride()
    .addHelpText('after', tuneHelp)
    .action(async (targets: string[], options: TuneOptions, own: Command) => {
      const { tuneCommand } = await import('./tune');
      finished(await tuneCommand(targets, { ...options, ...inherited(own) }));
    });
}

const withTuneOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--for <duration>',
        'watch live targets for so long: 90s, 10m, 2h; ^C ends it early (default: 5m)',
      ).argParser(parseDurationMs),
    )
    .option('--instance <name>', 'only this one of a recording, or of the targets')
    .addOption(
      new Option('--wait-probability <share>', 'this share of requests may find no free slot (default: 5%)')
        .argParser(parseShare)
        .conflicts('p95Wait'),
    )
    .addOption(
      new Option('--p95-wait <time>', 'instead: 95 of 100 requests wait no longer: 50ms, 0.2s').argParser(
        parseWaitSeconds,
      ),
    )
    .addOption(
      new Option('--proxy-timeout <seconds>', 'how long the proxy waits for an answer')
        .argParser(parseCount)
        .default(60),
    )
    .addOption(
      new Option('--memory <size>', 'what the workers are planned on: 4G, 512M (default: as seen)').argParser(
        parseBytes,
      ),
    )
    .option(
      '--cpus <number>',
      'CPUs for the workers (default: those of this machine, where it is theirs)',
      parseCount,
    )
    .option('--try <settings>', 'compare today with processes=8,cheaper=2, or with what is advised: advice')
    .option('--ascii', 'draw with ASCII only')
    .option('--json', 'print one JSON document');

function parseShare(text: string): number {
  const [, number = '', sign] = /^(\d*\.?\d+)(%?)$/.exec(text.trim()) ?? [];
  const share = sign === '%' ? Number(number) / 100 : Number(number);
  if (number !== '' && share > 0 && share < 1) return share;
  throw new InvalidArgumentError('give a share: 5%, 0.05.');
}

function parseWaitSeconds(text: string): number {
  const [, inMs] = /^(\d+(?:\.\d+)?)ms$/.exec(text.trim()) ?? [];
  const ms = inMs === undefined ? durationMsOf(text) : Number(inMs);
  if (ms !== undefined && ms > 0) return ms / 1000;
  throw new InvalidArgumentError('give a time: 50ms, 0.2s.');
}

const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

function parseBytes(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (units[unit.toUpperCase()] ?? NaN);
  if (bytes >= 1024 ** 2 && Number.isSafeInteger(Math.round(bytes))) return Math.round(bytes);
  throw new InvalidArgumentError('give a size from 1M on: 512M, 4G.');
}
