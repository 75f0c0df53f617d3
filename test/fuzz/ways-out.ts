/** Every way out of the program beside the screen, and what may not be on it. */
import { notificationOf } from '../../src/alerts/notification';
import type { AlertChange } from '../../src/alerts/alert';
import { defaultSettings, type Situation } from '../../src/alerts/situation';
import { checkText } from '../../src/check/text';
import { type Check, type Orders, settingsForRun } from '../../src/check/judge';
import { noThresholds } from '../../src/check/thresholds';
import { verdictOf } from '../../src/check/verdict';
import { jsonText } from '../../src/format/json-text';
import type { Observation, TargetLabel } from '../../src/model/observation';
import { lineUp, emptyLine, takeFirst } from '../../src/notify/waiting-line';
import { reportSchema } from '../../src/output/contract';
import { workersCsv } from '../../src/output/csv';
import { metricsOf } from '../../src/output/metrics';
import { plainTable } from '../../src/output/plain-table';
import { reportOf } from '../../src/output/report';
import { targetsReport, targetsText } from '../../src/output/targets';
import { Decoder } from '../../src/recording/decode';
import { Encoder } from '../../src/recording/encode';
import { expose } from '../../src/serve/exposition';
import { epochMs } from '../support/documents';
import { expositionProblems } from './exposition-problems';
import { jsonTextProblems, lineProblems, textProblems, wordProblems } from './text-problems';

export interface Told {
  readonly situation: Situation;
  readonly targets: readonly TargetLabel[];
  readonly observations: readonly Observation[];
  readonly changes: readonly AlertChange[];
}

export async function problemsOnTheWaysOut(told: Told): Promise<string[]> {
  return [
    ...recordingProblems(told),
    ...told.changes.flatMap(alertProblems),
    ...printedProblems(told),
    ...checkProblems(told),
    ...(await exporterProblems(told)),
  ];
}

const timing = { startedMs: epochMs, originMs: epochMs, intervalMs: 1000, marksRounds: false };

/** What is written can be read again, by the same ids. */
function recordingProblems({ targets, observations }: Told): string[] {
  const encoder = new Encoder();
  const decoder = new Decoder();
  const lines = [
    encoder.header({ version: '1', ...timing, targets }),
    ...observations.map((observation) => encoder.observation(observation)),
    encoder.round(epochMs, false),
  ];
  return lines.flatMap((line) => {
    const read = decoder.read(line);
    return [
      ...lineProblems('recording', line),
      ...(read.ok ? [] : [`recording: ${read.failure}: ${line.slice(0, 400)}`]),
    ];
  });
}

/** What the command of the user reads on its standard input. */
function alertProblems(change: AlertChange): string[] {
  const taken = takeFirst(lineUp(emptyLine, notificationOf(change), 20));
  return lineProblems('alert command', taken?.document ?? '');
}

function printedProblems({ situation }: Told): string[] {
  const instances = [...situation.fleet.instances.values()];
  const report = reportOf(situation, { wallMs: epochMs, intervalMs: 1000 });
  const json = jsonText(report, 2);
  const contract = reportSchema.safeParse(JSON.parse(json));
  const csv = workersCsv(situation.fleet, {});
  return [
    ...jsonTextProblems('JSON', json),
    ...(contract.success ? [] : [`JSON: ${contract.error.message}`]),
    ...jsonTextProblems('targets as JSON', jsonText(targetsReport(instances), 2)),
    ...textProblems('targets', targetsText(instances, 80)),
    ...textProblems('table', plainTable(situation, 80)),
    ...wordProblems('table', plainTable(situation, 200)),
    ...textProblems('table with secrets', plainTable(situation, 200, { showSecrets: true })),
    ...textProblems('CSV', csv, '\r\n'),
    ...csvProblems(csv),
  ];
}

/** As many fields in each row, and no field that a spreadsheet would run. */
function csvProblems(csv: string): string[] {
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  const rows: string[][] = [[]];
  while (field.lastIndex < csv.length) {
    const [, value = '', end] = field.exec(csv) ?? [];
    if (end === undefined) return ['CSV: a quote that opens nothing'];
    rows.at(-1)?.push(value);
    if (end === '\r\n') rows.push([]);
  }
  const width = rows[0]?.length;
  return rows
    .slice(0, -1)
    .flatMap((row) => [
      ...(row.length === width ? [] : [`CSV: ${row.length} fields instead of ${width}`]),
      ...row.filter((value) => /^"?[=+@]|^"?-(?!\d)/.test(value)).map((value) => `CSV: a formula: ${value}`),
    ]);
}

const run = { thresholds: noThresholds, forMs: 0, intervalMs: 1000 };
const orders: Orders = { ...run, settingsOf: settingsForRun(defaultSettings, run) };

/** One line and its performance data, which stand behind the only bar there is. */
function checkProblems({ situation }: Told): string[] {
  const check: Check = { situation, held: new Map() };
  const said = checkText(verdictOf(check, orders), { orders, verbose: true });
  const bars = said.split('\n').filter((line, index) => line.split('|').length > (index === 0 ? 2 : 1));
  return [...textProblems('check', said), ...bars.map((line) => `check: a bar too many: ${line}`)];
}

const metricsOptions = { nowMs: 9000, version: '1', perWorker: true, perCore: true, maxSeries: 100_000 };

async function exporterProblems({ situation }: Told): Promise<string[]> {
  const { families } = metricsOf(situation, metricsOptions);
  const served = await Promise.all([expose(families, 'prometheus'), expose(families, 'openmetrics')]);
  return served.flatMap((content) => [
    ...textProblems('exporter', content),
    ...expositionProblems(content).map((problem) => `exporter: ${problem}`),
  ]);
}
