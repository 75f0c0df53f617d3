/** `uwtop once`: a round or more, printed and done. */
import { setTimeout as sleep } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { createSituation, note, type SettingsOf, type Situation } from '../alerts/situation';
import type { FleetState } from '../model/fleet';
import type { InstanceState } from '../model/instance';
import { describeFailure } from '../model/failure';
import { type TableStart, usualOrders } from '../columns/tables';
import { reportJsonSchema } from '../output/contract';
import { workersCsv } from '../output/csv';
import { plainTable } from '../output/plain-table';
import { reportOf } from '../output/report';
import { jsonText } from '../format/json-text';
import { observeRound } from '../poller/round';
import type { PolledTarget } from '../poller/target-loop';
import type { Target } from '../targets/address';
import type { Recorder } from '../recording/recorder';
import { mayShowSecrets } from './ask-for-secrets';
import { areRecordings } from './are-recordings';
import { findTargets } from './find-targets';
import { labelsOf, openTarget } from './options';
import type { OnceOptions } from './program';
import { readSettings, type Settings } from './settings';
import { checkPrintedColumns, checkTableFlags, settingsOfFlags } from './table-flags';
import { outputColumns, write } from './write';
import { exitCodes } from './exit-codes';

export async function onceCommand(texts: readonly string[], options: OnceOptions): Promise<number> {
  if (options.jsonSchema) {
    await write(process.stdout, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
    return exitCodes.fine;
  }
  checkTableFlags(options);
  checkPrintedColumns(options);
  if (await areRecordings(texts)) {
    const { printRecording } = await import('./once-recorded');
    return printRecording(texts, options);
  }
  const watched = await findTargets(texts, options);
  if (watched.targets.length === 0) return exitCodes.nothingRead;
  // Of CSV the table is that of the workers, however many targets there are.
  const screen = options.csv ? 'instance' : options.screen;
  const settings = await readSettings(watched, { ...options, ...(screen && { screen }) });
  const showSecrets = await mayShowSecrets(options, 'in what is printed');
  return printRounds(watched.targets, { ...options, showSecrets }, settings);
}

/**
 * Prints `iterations` rounds; a first silent one gives the rates their baseline. Secrets stand there where the options
 * say so: who asked for them has been asked back by now.
 */
export async function printRounds(
  targets: readonly Target[],
  options: OnceOptions,
  settings: Settings,
): Promise<number> {
  const informed = { knowledge: settings.knowledge, patient: true };
  const polled = targets.map((target) => openTarget(target, options, informed));
  const { intervalMs } = settings;
  const recorder = await recorderOf(targets, options, intervalMs);
  const poll = (known: Situation) => pollRound(known, polled, { ...settings, recorder });
  let situation = createSituation(labelsOf(targets));
  // A saved snapshot does not move: a second reading would tell nothing.
  const moving = polled.some(
    ({ target }) => target.address.kind !== 'file' && target.address.kind !== 'stdin',
  );
  const rounds = options.iterations ?? (options.watch ? Infinity : 1);
  let due = performance.now();
  if (options.rates && moving) {
    situation = await poll(situation);
    recorder?.endRound(Date.now(), { isBaseline: true });
    due = await nextRound(due, intervalMs);
  }
  for (let round = 1; round <= rounds; round++) {
    const before = situation;
    situation = await poll(situation);
    complain(situation.fleet);
    const wallMs = Date.now();
    recorder?.endRound(wallMs);
    const wanted = options.watch || !(options.json || options.csv) || round === rounds;
    const shown = { situation, before, wallMs, intervalMs, isFirst: round === 1 };
    if (wanted && !(await write(process.stdout, renderRound(shown, options, settings)))) break;
    if (round < rounds) due = await nextRound(due, intervalMs);
  }
  await recorder?.stop();
  return exitCodeOf(situation);
}

export function exitCodeOf({ fleet }: Situation): number {
  const anyRead = [...fleet.instances.values()].some(({ seen }) => seen !== undefined);
  return anyRead ? exitCodes.fine : exitCodes.nothingRead;
}

async function recorderOf(
  targets: readonly Target[],
  { record }: OnceOptions,
  intervalMs: number,
): Promise<Recorder | undefined> {
  if (record === undefined) return undefined;
  const { recordTo } = await import('./record-to');
  return recordTo({ path: record, targets, intervalMs, marksRounds: true });
}

/** Rounds start one interval apart, however long the polls took. */
async function nextRound(due: number, intervalMs: number): Promise<number> {
  const next = due + intervalMs;
  await sleep(Math.max(0, next - performance.now()));
  return Math.max(next, performance.now() - intervalMs);
}

async function pollRound(
  situation: Situation,
  polled: readonly PolledTarget[],
  { settingsOf, recorder }: { readonly settingsOf: SettingsOf; readonly recorder: Recorder | undefined },
): Promise<Situation> {
  const observations = await observeRound(
    polled.filter(({ target }) => !isStranger(situation.fleet.instances.get(target.id))),
  );
  for (const observation of observations) recorder?.observe(observation);
  return observations.reduce(
    (known, observation) => note(known, observation, settingsOf).situation,
    situation,
  );
}

/** An application answers there: asked once more, it would count one more request and say the same. */
const isStranger = (instance: InstanceState | undefined): boolean =>
  instance?.failure?.code === 'http-application' && instance.seen === undefined;

export interface Round {
  readonly situation: Situation;
  /** What was known before this round: what happened since is told with it. */
  readonly before: Situation;
  readonly wallMs: number;
  readonly intervalMs: number;
  readonly isFirst: boolean;
}

export function renderRound(
  { situation, before, wallMs, intervalMs, isFirst }: Round,
  options: OnceOptions,
  { tables }: Settings,
): string {
  const { showSecrets = false } = options;
  const report = () => reportOf(situation, { wallMs, intervalMs, before, showSecrets });
  if (options.ndjson) return `${jsonText(report())}\n`;
  if (options.json) return `${jsonText(report(), 2)}\n`;
  if (options.csv) {
    const round = options.watch ? { at: new Date(wallMs).toISOString(), header: isFirst } : {};
    return workersCsv(situation.fleet, typedStart(options), { showSecrets, ...round });
  }
  const width = outputColumns();
  const table = plainTable(situation, width, { tables, showSecrets });
  return options.watch && !isFirst ? `\n${table}` : table;
}

/** What a script reads must not change with somebody's taste in tables: only flags count. */
function typedStart(options: OnceOptions): TableStart {
  const { sort, columns } = settingsOfFlags(options, 'workers');
  return {
    order: sort.workers?.value ?? usualOrders.workers,
    columns: columns.workers?.value,
    filter: options.filter ?? '',
  };
}

/** Talk goes to stderr: a sentence for each target that did not answer, one for each hint. */
export function complain(fleet: FleetState): void {
  for (const { failure, hint, target } of fleet.instances.values()) {
    if (failure !== undefined) process.stderr.write(`uwtop: ${describeFailure(failure, target)}\n`);
    else if (hint !== undefined) process.stderr.write(`uwtop: ${target.name}: ${hint}\n`);
  }
}
