/** The command line: what may be typed, and which file does it. Nothing heavy is loaded before it is known what to do. */
import { Command, CommanderError, Option } from 'commander';
import { addCheck } from './check-program';
import { commandOf, mistypedCommand } from './command-names';
import { addDoctor } from './doctor-program';
import { addressHelp, configHelp, onceHelp, targetsHelp } from './help-texts';
import { parseCount } from './interval';
import { withLimitFlags } from './limit-flags';
import { addManual } from './manual-program';
import {
  inherited,
  targetsHelpText,
  withAlertOptions,
  withConfigOption,
  withFilterOption,
  withIntervalOption,
  withKnowledgeOptions,
  withPollingOptions,
  withReadingOptions,
  withRecordOption,
  withLookOptions,
  withTableOptions,
  withTargetOptions,
  withScreensOptions,
} from './option-groups';
import type { CommonOptions, ReadingOptions } from './options';
import type { TargetOptions } from './find-targets';
import { addServe } from './serve-program';
import type { RecordingOptions } from './record-to';
import { addRecord, addReplay } from './recording-commands';
import type { SettingsOptions } from './settings';
import { addTune } from './tune-program';
import { exitCodes, type Finished } from './exit-codes';

declare const uwtopVersion: string;

export interface WatchOptions extends CommonOptions, RecordingOptions {
  readonly ascii?: boolean;
  readonly orDemo?: boolean;
}

export interface OnceOptions extends CommonOptions, RecordingOptions {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly csv?: boolean;
  readonly jsonSchema?: boolean;
  readonly watch?: boolean;
  /** false for --no-rates. */
  readonly rates: boolean;
}

export interface TargetsOptions extends ReadingOptions, SettingsOptions, TargetOptions {
  readonly json?: boolean;
}

/** Runs the command and says the exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.fine;
  const program = createProgram((code) => (exitCode = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.unknownOption') hintAtCommand(argv);
      return error.exitCode === 0 ? exitCodes.fine : refuse(argv, error.message.replace(/^error: /, ''));
    }
    if (error instanceof Error && error.name === 'UsageError') {
      process.stderr.write(`uwtop: ${error.message.replaceAll('\n', '\nuwtop: ')}\n`);
      return refuse(argv, error.message);
    }
    if (error instanceof Error && error.name === 'CannotPrint') {
      process.stderr.write(`uwtop: ${error.message}\n`);
      return exitCodes.nothingRead;
    }
    throw error;
  }
  return exitCode;
}

/** A monitoring system reads stdout, and takes 2 for critical. */
async function refuse(argv: readonly string[], message: string): Promise<number> {
  if (commandOf(argv) !== 'check') return exitCodes.usage;
  const { sayUnknown } = await import('./check');
  return sayUnknown(message);
}

/** An option that is unknown here is known to the command that was meant. */
function hintAtCommand(argv: readonly string[]): void {
  const meant = mistypedCommand(argv);
  if (meant !== undefined) process.stderr.write(`uwtop: did you mean the command ${meant}?\n`);
}

export function createProgram(finished: Finished): Command {
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
  addWatch(program, finished);
  addOnce(program.command('once'), finished);
  addCheck(program.command('check'), finished);
  addDoctor(program.command('doctor'), finished);
  addTargets(program.command('targets'), finished);
  addServe(program.command('serve'), finished);
  addConfig(program.command('config'), finished);
  addRecord(program.command('record'), finished);
  addReplay(program.command('replay'), finished);
  addTune(program.command('tune'), finished);
  addDemo(program.command('demo'), finished);
  addManual(program, finished);
  return program;
}

function addWatch(program: Command, finished: Finished): void {
  withTargetOptions(
    withLimitFlags(
      withRecordOption(
        withScreensOptions(withAlertOptions(withKnowledgeOptions(withPollingOptions(program)))),
      ),
    ),
  )
    .argument('[targets...]', targetsHelpText)
    .addOption(new Option('--or-demo', 'fall back to the simulated fleet').hideHelp())
    .action(async (targets: string[], options: WatchOptions) => {
      const { watchCommand } = await import('./watch');
      finished(await watchCommand(targets, options));
    });
}

/** A document is whole and in an order of its own. */
const ofTables = ['sort', 'columns', 'filter'];

function addOnce(once: Command, finished: Finished): void {
  withTargetOptions(
    withLimitFlags(
      withRecordOption(withFilterOption(withTableOptions(withKnowledgeOptions(withPollingOptions(once))))),
    ),
  )
    .description('read every target and print a table, CSV or JSON, for scripts and pipes')
    .argument('[targets...]', targetsHelpText)
    .addOption(
      new Option('--json', 'print one JSON document; with -n that of the last round').conflicts([
        'ndjson',
        'csv',
        ...ofTables,
      ]),
    )
    .addOption(
      new Option('--ndjson', 'print a JSON document a line, a line a round').conflicts(['csv', ...ofTables]),
    )
    .option(
      '--csv',
      'print the workers as CSV, raw values; with -n those of the last round, with --watch of each',
    )
    .addOption(
      new Option('--watch', 'go on every interval until ^C, or with -n so many rounds').conflicts('json'),
    )
    .option('--json-schema', 'print the JSON Schema of that document and end')
    .option('--no-rates', 'read once instead of twice: no rates, no waiting')
    .exitOverride()
    .addHelpText('after', onceHelp)
    .action(async (targets: string[], options: OnceOptions, command: Command) => {
      const { onceCommand } = await import('./once');
      finished(await onceCommand(targets, { ...options, ...inherited(command) }));
    });
}

function addTargets(command: Command, finished: Finished): void {
  withTargetOptions(withLimitFlags(withKnowledgeOptions(withReadingOptions(command))))
    .description('list the targets with their limits, and where each limit is known from')
    .argument('[targets...]', targetsHelpText)
    .option('--json', 'print one JSON document')
    .exitOverride()
    .addHelpText('after', targetsHelp)
    .action(async (targets: string[], options: TargetsOptions, own: Command) => {
      const { targetsCommand } = await import('./targets');
      finished(await targetsCommand(targets, { ...options, ...inherited(own) }));
    });
}

function addConfig(command: Command, finished: Finished): void {
  withLimitFlags(withLookOptions(withAlertOptions(withConfigOption(withIntervalOption(command)))))
    .description('print the settings that are in force, and where each of them is from')
    .argument('[targets...]', 'as they would be watched: several begin with the table of the fleet')
    .option('--print', 'the same; it can be used as a configuration')
    .exitOverride()
    .addHelpText('after', configHelp)
    .action(async (targets: string[], options: SettingsOptions, own: Command) => {
      const { configCommand } = await import('./config');
      finished(await configCommand(targets, { ...options, ...inherited(own) }));
    });
}

function addDemo(command: Command, finished: Finished): void {
  withRecordOption(withScreensOptions(withAlertOptions(withConfigOption(withPollingOptions(command)))))
    .description('watch a simulated fleet that speaks the real protocol on this machine')
    .argument('[names...]', 'only these of its instances')
    .option('--seed <number>', 'another fleet', parseCount, 1)
    .exitOverride()
    .action(async (names: string[], options: WatchOptions & { seed: number }, own: Command) => {
      const { demoCommand } = await import('./demo');
      finished(await demoCommand(names, { ...options, ...inherited(own) }));
    });
}
