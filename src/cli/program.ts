/** The command line: what may be typed, and which file does it. Nothing heavy is loaded before it is known what to do. */
import { Command, CommanderError, Option } from 'commander';
import { bells } from '../config/config';
import { parseCount, parseIntervalMs } from './interval';
import { withLimitFlags } from './limit-flags';
import type { CommonOptions, ReadingOptions } from './options';
import type { SettingsOptions } from './settings';

declare const uwtopVersion: string;

export const exitCodes = { fine: 0, nothingRead: 1, usage: 2 } as const;

export interface WatchOptions extends CommonOptions {
  /** false for --no-color. */
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly orDemo?: boolean;
}

export interface OnceOptions extends CommonOptions {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly jsonSchema?: boolean;
  /** false for --no-rates. */
  readonly rates: boolean;
}

export interface TargetsOptions extends ReadingOptions, SettingsOptions {
  readonly json?: boolean;
}

/** Runs the command and says the exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.fine;
  const program = createProgram((code) => (exitCode = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
    if (error instanceof Error && error.name === 'UsageError') {
      process.stderr.write(`uwtop: ${error.message.replaceAll('\n', '\nuwtop: ')}\n`);
      return exitCodes.usage;
    }
    throw error;
  }
  return exitCode;
}

export function createProgram(finished: (exitCode: number) => void): Command {
  const program = new Command('uwtop')
    .description(
      'The terminal monitor for uWSGI: every worker of one or many instances, live from their stats servers.',
    )
    .version(uwtopVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showHelpAfterError('(uwtop --help tells more)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'uwtop: ')) })
    .enablePositionalOptions()
    .addHelpText('after', addressHelp);

  withLimitFlags(withAlertOptions(withKnowledgeOptions(withCommonOptions(program))))
    .argument('[targets...]', 'addresses of stats servers; none: the uWSGI instances of this machine')
    .option('--no-color', 'no colours (also: NO_COLOR in the environment)')
    .option('--ascii', 'draw with ASCII only')
    .addOption(new Option('--or-demo', 'fall back to the simulated fleet').hideHelp())
    .action(async (targets: string[], options: WatchOptions) => {
      const { watchCommand } = await import('./watch');
      finished(await watchCommand(targets, options));
    });

  withLimitFlags(withKnowledgeOptions(withCommonOptions(program.command('once'))))
    .description('read every target and print a table or JSON, for scripts and pipes')
    .argument('[targets...]', 'addresses of stats servers; none: the uWSGI instances of this machine')
    .addOption(
      new Option('--json', 'print one JSON document; with -n that of the last round').conflicts('ndjson'),
    )
    .option('--ndjson', 'print a JSON document a line, a line a round')
    .option('--json-schema', 'print the JSON Schema of that document and end')
    .option('--no-rates', 'read once instead of twice: no rates, no waiting')
    .exitOverride()
    .addHelpText('after', onceHelp)
    .action(async (targets: string[], options: OnceOptions, command: Command) => {
      const { onceCommand } = await import('./once');
      finished(await onceCommand(targets, { ...options, ...inherited(command) }));
    });

  withLimitFlags(withKnowledgeOptions(withReadingOptions(program.command('targets'))))
    .description('list the targets with their limits, and where each limit is known from')
    .argument('[targets...]', 'addresses of stats servers; none: the uWSGI instances of this machine')
    .option('--json', 'print one JSON document')
    .exitOverride()
    .addHelpText('after', targetsHelp)
    .action(async (targets: string[], options: TargetsOptions, command: Command) => {
      const { targetsCommand } = await import('./targets');
      finished(await targetsCommand(targets, { ...options, ...inherited(command) }));
    });

  withAlertOptions(withConfigOption(withCommonOptions(program.command('demo'))))
    .description('watch a simulated fleet that speaks the real protocol on this machine')
    .argument('[names...]', 'only these of its instances')
    .option('--no-color', 'no colours')
    .option('--ascii', 'draw with ASCII only')
    .option('--seed <number>', 'another fleet', parseCount, 1)
    .exitOverride()
    .action(async (names: string[], options: WatchOptions & { seed: number }, command: Command) => {
      const { demoCommand } = await import('./demo');
      finished(await demoCommand(names, { ...options, ...inherited(command) }));
    });
  return program;
}

function withCommonOptions(command: Command): Command {
  const polling = command
    .addOption(
      new Option('-i, --interval <seconds>', 'time between two polls, 0.1 to 3600')
        .argParser(parseIntervalMs)
        .default(1000, '1'),
    )
    .addOption(
      new Option('--frequency <seconds>', 'the same, as uwsgitop names it')
        .argParser(parseIntervalMs)
        .hideHelp(),
    )
    .option('-n, --iterations <number>', 'end after this many rounds', parseCount)
    .option('--show-secrets', 'show cookies, passwords and tokens of requests, after a question')
    .hook('preAction', (hooked) => {
      const frequency: unknown = hooked.getOptionValue('frequency');
      if (frequency !== undefined) hooked.setOptionValueWithSource('interval', frequency, 'cli');
    });
  return withReadingOptions(polling);
}

function withReadingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--timeout <seconds>', 'longest wait for a whole answer')
        .argParser(parseIntervalMs)
        .default(5000, '5'),
    )
    .option('--max-size <MiB>', 'longest answer that is read', parseCount, 64);
}

function withConfigOption(command: Command): Command {
  return command.option(
    '--config <file>',
    "uwtop's own configuration (else config.yaml in XDG_CONFIG_HOME/uwtop)",
  );
}

function withKnowledgeOptions(command: Command): Command {
  return withConfigOption(command).option(
    '--uwsgi-config <file>',
    'a configuration of the watched uWSGI to read its limits from',
  );
}

function withAlertOptions(command: Command): Command {
  return command
    .option('--on-alert <command>', 'run this in a shell for each change of an alert, JSON on its stdin')
    .addOption(
      new Option('--bell <severity>', "ring the terminal's bell from this severity on").choices(bells),
    );
}

/** Options may stand before the command's name too: `uwtop -i 2 once :1717`. */
function inherited(command: Command): Partial<CommonOptions> {
  const parent = command.parent;
  if (parent === null) return {};
  const typed = Object.keys(parent.opts()).filter(
    (name) => parent.getOptionValueSource(name) === 'cli' && command.getOptionValueSource(name) !== 'cli',
  );
  return Object.fromEntries(typed.map((name) => [name, parent.getOptionValue(name) as unknown]));
}

const addressHelp = `
Addresses (give a name in front: shop=127.0.0.1:1717)
  127.0.0.1:1717  :1717  [::1]:1717  tcp://host:1717   stats = 127.0.0.1:1717
  /run/uwsgi/stats.sock  unix:/run/uwsgi/stats.sock    stats = /run/uwsgi/stats.sock
  @shop                                                stats = @shop (abstract socket)
  http://127.0.0.1:1717  https://host/uwsgi-stats      stats-http = true
  file:snapshot.json  -                                one saved snapshot, from a file or from stdin

Examples
  uwtop                                  watch the uWSGI instances of this machine
  uwtop :1717                            watch one
  uwtop shop=:1717 api=/run/api.sock     watch two: Enter goes in, Esc comes back
  uwtop once --json :1717                one report for a script
  uwtop targets                          what was found, with which limits and from where
  uwtop demo                             look around in a simulated fleet

Switch stats on in uWSGI with  stats = 127.0.0.1:1717  and  memory-report = true.
Exit code: 0 fine, 1 nothing could be read, 2 wrong usage.`;

const onceHelp = `
Examples
  uwtop once :1717                        a table, measured over one interval
  uwtop once --json :1717 | jq '.instances[0].totals.busyness'
  uwtop once --ndjson -n 60 -i 1 :1717    a minute, a line a second

Rates need two readings one interval apart. Exit code: 0 fine, 1 nothing could be read, 2 wrong usage.`;

const targetsHelp = `
uWSGI does not tell its limits (harakiri, max-requests, reload-on-rss …): they are read from the command line, environment
and configuration files of a master on this machine, or from the file that --uwsgi-config names. A limit that cannot be
known is said to be unknown, with the reason.

Examples
  uwtop targets                                    the uWSGI instances of this machine
  uwtop targets --uwsgi-config app.ini 10.0.0.5:1717
  uwtop targets --json | jq '.targets[].limits.harakiriSeconds'`;
