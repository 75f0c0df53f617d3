/**
 * Reads what a uWSGI was started with, in the order of uWSGI itself: the environment, the options of the command line,
 * the files that stand there without an option, then the three passes over placeholders, then `inherit` and all that it
 * brings, which for that reason comes last and unexpanded. Nothing here throws: what cannot be read becomes a note and
 * a gap, and a gap makes unknown every limit that it may have set.
 */
import { displayText, excerpt } from '../format/text';
import { parseCommandLine } from './command-line';
import { loaders } from './config-file';
import type { ConfigSource, Start } from './config-source';
import { describeOrigin, type Configuration, type Origin, type Step } from './configuration';
import { Reader } from './reader';

export function readConfiguration(start: Start, source: ConfigSource): Configuration {
  const reader = new Reader(start, source);
  if (start.environment !== undefined) readEnvironment(reader, start.environment);
  if (start.commandLine !== undefined) readCommandLine(reader, start.commandLine);
  for (const file of start.files ?? []) reader.loadNamed(file);
  const steps = reader.finish();
  const options = steps.flatMap((step) => (step.kind === 'option' ? [step.option] : []));
  return { name: nameOf(start, steps), steps, options, notes: reader.notes, isWhole: true };
}

/** Variables of uWSGI's own that look like options and are none. */
const reserved: ReadonlySet<string> = new Set([
  'UWSGI_RELOADS',
  'UWSGI_VASSALS_DIR',
  'UWSGI_EMPEROR_FD',
  'UWSGI_BROODLORD_NUM',
  'UWSGI_EMPEROR_FD_CONFIG',
  'UWSGI_EMPEROR_PROXY',
  'UWSGI_JAIL_PID',
  'UWSGI_ORIGINAL_PROC_NAME',
]);

function readEnvironment(reader: Reader, environment: Readonly<Record<string, string>>): void {
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('UWSGI_') || reserved.has(variable)) continue;
    const key = variable.slice('UWSGI_'.length).toLowerCase().replaceAll('_', '-');
    reader.add({ key, value, origin: { kind: 'environment', variable } });
  }
}

function readCommandLine(reader: Reader, [, ...words]: readonly string[]): void {
  const origin: Origin = { kind: 'command line' };
  const { options, files, problems } = parseCommandLine(words.filter((word) => word !== ''));
  for (const { key, value } of options) reader.add({ key, value, origin });
  // Where an option of unknown meaning stood among the others is lost, so that it may have set any of them.
  for (const problem of problems) reader.gap(problem, origin);
  for (const file of files) reader.loadPositional(file, origin);
  if (reader.isEmpty) {
    reader.gap(
      'the command line names no option: uWSGI has renamed its process, or was told otherwise',
      origin,
    );
  }
}

/** 'app.ini', 'the command line and app.ini, base.ini', 'environment UWSGI_HARAKIRI'. */
function nameOf({ files = [], commandLine }: Start, steps: readonly Step[]): string {
  const options = steps.flatMap((step) => (step.kind === 'option' ? [step.option] : []));
  const origins = options.map(({ origin }) => origin);
  // A command line that does no more than name a file is not worth a word.
  const telling = options.filter(({ name, origin }) => origin.kind !== 'file' && !loaders.has(name));
  const others = telling.map(({ origin }) => describeOrigin(origin));
  const loaded = origins.flatMap((origin) => (origin.kind === 'file' ? [displayText(origin.file)] : []));
  const first = files.length > 0 && commandLine === undefined ? [] : [...new Set(others)].slice(0, maxNamed);
  const names = [...new Set([...files.map((file) => excerpt(file)), ...loaded])];
  const shown = names.slice(0, maxNamed).join(', ') + (names.length > maxNamed ? ', …' : '');
  return [...first, ...(shown === '' ? [] : [shown])].join(' and ') || 'the command line';
}

const maxNamed = 3;
