/** Options that several commands share. */
import { type Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { bells, themeNames } from '../config/config';
import { nearestHint } from '../format/nearest';
import { screenNames } from '../ui/state';
import { parseCount, parseIntervalMs } from './interval';

export function withPollingOptions(command: Command): Command {
  const polling = withIterationsOption(withIntervalOption(command)).option(
    '--show-secrets',
    'show cookies, passwords and tokens of requests, after a question',
  );
  return withReadingOptions(polling);
}

export const withIterationsOption = (command: Command): Command =>
  command.option('-n, --iterations <number>', 'end after this many rounds', parseCount);

export const withRecordOption = (command: Command): Command =>
  command.option('--record <file>', 'write down what is observed as well, as uwtop record does');

/** Without a default here: what was not typed may still be in the environment or the configuration. */
export function withIntervalOption(command: Command): Command {
  return command
    .addOption(
      new Option('-i, --interval <seconds>', 'time between two polls, 0.1 to 3600 (default: 1)').argParser(
        parseIntervalMs,
      ),
    )
    .addOption(
      new Option('--frequency <seconds>', 'the same, as uwsgitop names it')
        .argParser(parseIntervalMs)
        .hideHelp(),
    )
    .hook('preAction', (hooked) => {
      const frequency: unknown = hooked.getOptionValue('frequency');
      if (frequency !== undefined) hooked.setOptionValueWithSource('interval', frequency, 'cli');
    });
}

export function withReadingOptions(command: Command): Command {
  return withSizeOption(
    command.addOption(
      new Option('--timeout <seconds>', 'longest wait for a whole answer')
        .argParser(parseIntervalMs)
        .default(5000, '5'),
    ),
  );
}

export const withSizeOption = (command: Command): Command =>
  command.option('--max-size <MiB>', 'longest answer that is read', parseCount, 64);

/** Beside the addresses that are typed. */
export function withTargetOptions(command: Command): Command {
  return command
    .option(
      '--targets <file>',
      "a list of targets, YAML or JSON, also Prometheus' file_sd; read again when it changes",
      collect,
    )
    .option('--group <names>', 'only the targets of these groups: web,api', collectWords)
    .option('--group-by <label>', 'the label of a targets file that makes the group (default: group, job)');
}

export const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

export const collectWords = (value: string, earlier: readonly string[] = []): string[] => [
  ...earlier,
  ...value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
];

export function withConfigOption(command: Command): Command {
  return command.option(
    '--config <file>',
    "uwtop's own configuration (else UWTOP_CONFIG, else config.yaml in XDG_CONFIG_HOME/uwtop)",
  );
}

export function withKnowledgeOptions(command: Command): Command {
  return withConfigOption(command).option(
    '--uwsgi-config <file>',
    'a configuration of the watched uWSGI to read its limits from',
  );
}

export function withAlertOptions(command: Command): Command {
  return command
    .option('--on-alert <command>', 'run this in a shell for each change of an alert, JSON on its stdin')
    .addOption(choice('--bell <severity>', "ring the terminal's bell from this severity on", bells));
}

export function withThemeOptions(command: Command): Command {
  return command
    .addOption(choice('--theme <name>', 'colours of the screens', themeNames))
    .option('--no-color', 'no colours (also: NO_COLOR in the environment)');
}

/** Which screen comes first, where there are screens. */
export const withScreenOption = (command: Command): Command =>
  command.addOption(choice('--screen <name>', 'the screen to start with', screenNames));

/** One of a few names; who mistypes one is told the nearest. */
function choice(flags: string, help: string, names: readonly string[]): Option {
  return new Option(flags, help).choices(names).argParser((written) => {
    if (names.includes(written)) return written;
    throw new InvalidArgumentError(`give one of ${names.join(', ')}${nearestHint(written, names) || '.'}`);
  });
}

export const withFilterOption = (command: Command): Command =>
  command.option('--filter <text>', 'only its rows with these words, or state:down, busyness>70, -word');

/** For the table that is shown first: the fleet's with several targets, else the workers'. */
export function withTableOptions(command: Command): Command {
  return command
    .option('--sort <column>', 'order of the first table: rss, -rss, rss:asc; help lists the columns')
    .option('--columns <list>', 'its columns: state,busy,rss; auto is as many as fit; help lists them')
    .hook('preAction', async (hooked) => {
      const { sort, columns } = hooked.opts<{ sort?: string; columns?: string }>();
      if (sort !== 'help' && columns !== 'help') return;
      const { printColumns } = await import('./column-help');
      await printColumns();
      throw new CommanderError(0, 'uwtop.columnsDisplayed', 'the columns were listed');
    });
}

/** Options may stand before the command's name too: `uwtop -i 2 once :1717`. */
export function inherited(command: Command): Readonly<Record<string, unknown>> {
  const parent = command.parent;
  if (parent === null) return {};
  const typed = Object.keys(parent.opts()).filter(
    (name) => parent.getOptionValueSource(name) === 'cli' && command.getOptionValueSource(name) !== 'cli',
  );
  return Object.fromEntries(typed.map((name) => [name, parent.getOptionValue(name) as unknown]));
}

export const targetsHelpText = 'addresses of stats servers; none: the uWSGI instances of this machine';

/** What is shown and how; `uwtop config` tells of it. */
export const withLookOptions = (command: Command): Command =>
  withThemeOptions(withTableOptions(withScreenOption(command)));

export const withScreensOptions = (command: Command): Command =>
  withFilterOption(withLookOptions(command)).option('--ascii', 'draw with ASCII only');
