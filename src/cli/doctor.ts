/** `uwtop doctor`: reads configurations and running instances, puts the rules to them, and tells what they say. */
import { weight } from '../doctor/diagnose';
import { jsonReport } from '../doctor/json-report';
import { liveRules } from '../doctor/live';
import { findingsOf, type Report } from '../doctor/report';
import { rulesText } from '../doctor/rule-list';
import { configRules } from '../doctor/rules';
import { sarifReport } from '../doctor/sarif-report';
import { textReport } from '../doctor/text-report';
import { isVersion } from '../model/uwsgi-version';
import { jsonText } from '../format/json-text';
import { nearestHint } from '../format/nearest';
import { excerpt } from '../format/text';
import { readDoctorHost } from './doctor-host';
import { findPatients } from './doctor-patients';
import type { DoctorOptions } from './doctor-program';
import { outputColumns, write } from './write';
import { UsageError } from './usage-error';
import { exitCodes } from './exit-codes';

declare const uwtopVersion: string;

const allRules = [...configRules, ...liveRules];

export async function doctorCommand(texts: readonly string[], options: DoctorOptions): Promise<number> {
  checkOptions(options);
  if (options.listRules === true) {
    await write(process.stdout, rulesText(allRules, outputColumns()));
    return exitCodes.fine;
  }
  const host = await readDoctorHost(options);
  if (options.init !== undefined) {
    const { productionBase } = await import('../doctor/production-base');
    const kind = options.init === true ? 'wsgi' : options.init;
    await write(process.stdout, productionBase(kind, host.limits.uwsgiVersion));
    return exitCodes.fine;
  }
  const examination = { rules: configRules, all: allRules, ignored: options.ignore ?? [] };
  const reports = await findPatients(texts, { options, host, examination });
  if (reports.length === 0) return exitCodes.nothingRead;
  await write(process.stdout, told(reports, options));
  return findingsOf(reports).some(({ severity }) => isFailing(severity, options.failOn))
    ? exitCodes.nothingRead
    : exitCodes.fine;
}

const isFailing = (severity: keyof typeof weight, level: DoctorOptions['failOn']): boolean =>
  level !== 'never' && weight[severity] <= weight[level];

function checkOptions({ ignore = [], uwsgiVersion }: DoctorOptions): void {
  const names = allRules.flatMap(({ id, name }) => [id, name]);
  const unknown = ignore.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const said = unknown.map(
      (name) => `--ignore: no rule is called ${excerpt(name, 40)}${nearestHint(name, names)}`,
    );
    throw new UsageError(said.join('\n'));
  }
  if (uwsgiVersion !== undefined && !isVersion(uwsgiVersion))
    throw new UsageError(`--uwsgi-version: "${excerpt(uwsgiVersion, 40)}" is no version like 2.0.21`);
}

function told(reports: readonly Report[], { format, color }: DoctorOptions): string {
  if (format === 'json') return `${jsonText(jsonReport(reports), 2)}\n`;
  if (format === 'sarif') return `${jsonText(sarifReport(reports, allRules, uwtopVersion), 2)}\n`;
  const isColoured = color && process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  return textReport(reports, { columns: Math.min(outputColumns(), widest), isColoured });
}

/** Sentences over the whole of a wide screen are hard to read. */
const widest = 120;
