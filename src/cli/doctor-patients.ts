/** From what was typed to what is examined: files, a command line, processes, addresses, or all that runs here. */
import { statSync } from 'node:fs';
import { examine, type Examination, type Subject } from '../doctor/subject';
import type { Report } from '../doctor/report';
import { formatOf, splitSection } from '../limits/config-file';
import type { DoctorHost } from './doctor-host';
import { commandLineSubject, fileSubject } from './doctor-subjects';
import type { DoctorOptions } from './doctor-program';
import { configFiles } from '../targets/config-files';
import { UsageError } from './usage-error';

export interface Practice {
  readonly options: DoctorOptions;
  readonly host: DoctorHost;
  readonly examination: Examination;
}

/** Without any that can be read it has been said why. */
export async function findPatients(texts: readonly string[], practice: Practice): Promise<Report[]> {
  const { words, command } = splitCommand(texts);
  if (words.length + command.length === 0) return examineRunning([], practice);
  const problems: string[] = [];
  const reports: Report[] = [];
  const addresses: string[] = [];
  for (const text of words) {
    if (!isFile(text) && !/^pid:\d+$/.test(text)) {
      addresses.push(text);
      continue;
    }
    const report = isFile(text)
      ? reportOn(fileSubject(text, practice), practice)
      : await reportOnProcess(Number(text.slice('pid:'.length)), practice);
    if (typeof report === 'string') problems.push(report);
    else reports.push(report);
  }
  if (command.length > 0) {
    const report = reportOn(commandLineSubject(command, practice), practice);
    if (typeof report === 'string') problems.push(report);
    else reports.push(report);
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  if (addresses.length > 0) reports.push(...(await examineRunning(addresses, practice)));
  return reports;
}

const reportOn = (subject: Subject | string, { examination }: Practice): Report | string =>
  typeof subject === 'string' ? subject : examine(subject, examination);

async function reportOnProcess(pid: number, practice: Practice): Promise<Report | string> {
  const { processReport } = await import('./doctor-running');
  return processReport(pid, practice);
}

async function examineRunning(texts: readonly string[], practice: Practice): Promise<Report[]> {
  const { runningReports } = await import('./doctor-running');
  return runningReports(texts, practice);
}

/** From the program on, or from the first option, which only a `--` lets through. */
function splitCommand(texts: readonly string[]): { words: readonly string[]; command: readonly string[] } {
  const start = texts.findIndex((text) => isProgram(text) || /^-./.test(text));
  if (start < 0) return { words: texts, command: [] };
  const command = texts.slice(start);
  return {
    words: texts.slice(0, start),
    command: isProgram(command[0] ?? '') ? command : ['uwsgi', ...command],
  };
}

const isProgram = (text: string): boolean =>
  /(?:^|\/)(?:py)?uwsgi(?:-core|_python[\d.]*|[\d.]+)?$/.test(text) && !isConfigFile(text);

const isConfigFile = (text: string): boolean => {
  try {
    return statSync(text).isFile() && (statSync(text).mode & 0o111) === 0;
  } catch {
    return false;
  }
};

/** A socket is an address; what is called like a configuration is one, whether it is there or not. */
function isFile(text: string): boolean {
  if (/^(?:[a-z]+:\/\/|unix:|file:|pid:|@|:\d)/i.test(text)) return false;
  const { name } = splitSection(text);
  return [text, name].some((path) => formatOf(path) !== undefined || isRegular(path));
}

const isRegular = (path: string): boolean =>
  path !== '' && ['file', 'directory'].includes(configFiles.kindOf(path));
