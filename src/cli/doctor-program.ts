/** What may be typed after `uwtop doctor`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BaseKind } from '../doctor/production-base';
import { nearestHint } from '../format/nearest';
import { doctorHelp } from './help-texts';
import { collectWords, inherited, withIntervalOption, withReadingOptions } from './option-groups';
import type { ReadingOptions } from './options';
import type { Finished } from './exit-codes';

const doctorFormats = ['text', 'json', 'sarif'] as const;
const failLevels = ['error', 'warning', 'info', 'never'] as const;
const baseKinds = ['wsgi', 'django', 'flask', 'docker', 'emperor'] as const satisfies readonly BaseKind[];

export interface DoctorOptions extends ReadingOptions {
  readonly format: (typeof doctorFormats)[number];
  readonly failOn: (typeof failLevels)[number];
  readonly ignore?: readonly string[];
  readonly uwsgiVersion?: string;
  /** false for --no-host. */
  readonly host: boolean;
  /** false for --no-color. */
  readonly color: boolean;
  /** true without a kind. */
  readonly init?: BaseKind | true;
  readonly listRules?: boolean;
  /** ms */
  readonly interval?: number;
}

export function addDoctor(command: Command, finished: Finished): void {
  withReadingOptions(withIntervalOption(command))
    .description(
      'say what is wrong with a configuration of uWSGI, or with a running one, and what to write instead',
    )
    .argument(
      '[targets...]',
      'configurations (ini, yaml, xml, json), addresses, pid:1234; none: all of this machine',
    )
    .addOption(choice('--format <name>', 'how it is told', doctorFormats).default('text'))
    .addOption(
      choice('--fail-on <severity>', 'exit code 1 from this severity on', failLevels).default('error'),
    )
    .option('--ignore <rules>', 'without these rules, by id or name: L29,harakiri-missing', collectWords)
    .option(
      '--uwsgi-version <version>',
      'what the rules have in mind (default: the running or installed one)',
    )
    .option('--no-host', 'nothing of this machine counts: the configuration is for another one')
    .option('--no-color', 'no colours (also: NO_COLOR in the environment)')
    .addOption(choice('--init [kind]', 'print a base to begin with, and end', baseKinds))
    .option('--list-rules', 'print all rules, and end')
    .exitOverride()
    .addHelpText('after', doctorHelp)
    .action(async (texts: string[], options: DoctorOptions, own: Command) => {
      const { doctorCommand } = await import('./doctor');
      finished(await doctorCommand(texts, { ...options, ...inherited(own) }));
    });
}

function choice(flags: string, help: string, names: readonly string[]): Option {
  return new Option(flags, help).choices(names).argParser((written) => {
    if (names.includes(written)) return written;
    const hint = written === 'asgi' ? ': uWSGI 2.0 speaks no ASGI' : nearestHint(written, names) || '.';
    throw new InvalidArgumentError(`give one of ${names.join(', ')}${hint}`);
  });
}
