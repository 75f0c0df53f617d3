/** `uwtop check`: what a monitoring system reads. One line on stdout in any case, and in time. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, type Orders, settingsForRun } from '../check/judge';
import { exitCodeOf } from '../check/state';
import { checkText, statusLine } from '../check/text';
import { verdictOf } from '../check/verdict';
import { duration } from '../format/quantity';
import type { Target } from '../targets/address';
import { exitSoon } from '../start/end-anyway';
import { areRecordings, pathOf } from './are-recordings';
import { rulesOf, thresholdsOf, timesOf, type Times } from './check-orders';
import type { CheckOptions } from './check-program';
import { findTargets } from './find-targets';
import { measure } from './measure';
import { readSettings, type Settings } from './settings';
import { targetOfRecording } from './target-of-recording';
import { write } from './write';

export async function checkCommand(texts: readonly string[], options: CheckOptions): Promise<number> {
  const startedMs = performance.now();
  process.once('uncaughtException', (error) => {
    void sayBug(error).then((exitCode) => process.exit(exitCode));
  });
  try {
    const exitCode = await within(options.timeout ?? 10_000, prepare(texts, options)).then((prepared) =>
      prepared === undefined ? sayUnknown('looking for targets took too long') : prepared(startedMs),
    );
    return leave(exitCode);
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'UsageError') throw error;
    return leave(await sayBug(error));
  }
}

/** Uncaught it would end the process with 1, which is a warning. */
const sayBug = ({ name, message }: Error): Promise<number> =>
  sayUnknown(`this is a bug, please report it: ${name}: ${message}`);

export async function sayUnknown(text: string): Promise<number> {
  // Where nothing can be printed the exit code says it.
  await write(process.stdout, `${statusLine('UNKNOWN', text)}\n`).catch(() => false);
  return exitCodeOf.UNKNOWN;
}

type Prepared = (startedMs: number) => Promise<number>;

async function prepare(texts: readonly string[], options: CheckOptions): Promise<Prepared> {
  const asked = { thresholds: thresholdsOf(options), rules: rulesOf(options) };
  if (await areRecordings(texts)) {
    return async () =>
      (await judgeRecording(texts.map(pathOf), options, asked)) ??
      sayUnknown('there was not time enough to read all of it: -t gives more');
  }
  const { targets } = await findTargets(texts, options);
  if (targets.length === 0) return () => sayUnknown('no uWSGI was found to check');
  const settings = await readSettings({ targets }, options);
  const times = timesOf(options, settings.intervalMs);
  const run = { ...asked, forMs: times.forMs, intervalMs: times.intervalMs };
  const orders: Orders = { ...run, settingsOf: settingsForRun(settings.settingsOf, run) };
  return (startedMs) => judge(targets, { options, settings, orders, times, startedMs });
}

type Asked = Pick<Orders, 'thresholds' | 'rules'>;

async function judgeRecording(
  paths: readonly string[],
  options: CheckOptions,
  asked: Asked,
): Promise<number | undefined> {
  const { openRecording } = await import('../recording/open');
  const { header } = await openRecording(paths);
  const settings = await readSettings({ targets: header.targets.map(targetOfRecording) }, options);
  const run = { ...asked, forMs: options.for ?? 0, intervalMs: header.intervalMs };
  const orders: Orders = { ...run, settingsOf: settingsForRun(settings.settingsOf, run) };
  const { checkRecording } = await import('./check-recorded');
  const check = await within(options.timeout ?? 10_000, checkRecording({ paths, orders }));
  return check && say(check, orders, options);
}

interface Run {
  readonly options: CheckOptions;
  readonly settings: Settings;
  readonly orders: Orders;
  readonly times: Times;
  readonly startedMs: number;
}

async function judge(targets: readonly Target[], run: Run): Promise<number> {
  const { orders, times, options } = run;
  const { check, late } = await measure(targets, run);
  const reason = `no answer within ${duration(times.timeoutMs / 1000)}`;
  return say(check, orders, options, new Map(late.map((id) => [id, reason])));
}

async function say(
  check: Check,
  orders: Orders,
  { verbose = false }: CheckOptions,
  late: ReadonlyMap<string, string> = new Map(),
): Promise<number> {
  const verdict = verdictOf(check, orders, late);
  await write(process.stdout, checkText(verdict, { orders, verbose }));
  return exitCodeOf[verdict.state];
}

const within = <Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> =>
  Promise.race([promise, sleep(ms, undefined, { ref: false })]);

/** Whoever still holds on to a connection does not keep the monitoring system waiting. */
function leave(exitCode: number): number {
  exitSoon(exitCode, 200);
  return exitCode;
}
