/** Findings as a compiler tells them: a place, what is wrong there, why it matters, and what to write instead. */
import { displayText, wrap } from '../format/text';
import { describeOrigin, type Origin } from '../limits/configuration';
import { countWords, type Report } from './report';
import type { Finding, Severity } from './rule';

export interface TextLooks {
  readonly columns: number;
  readonly isColoured: boolean;
}

const indent = '    ';

export function textReport(reports: readonly Report[], looks: TextLooks): string {
  const blocks = reports.flatMap((report) => [...blocksOf(report, looks), summaryOf(report)]);
  const total =
    reports.length > 1 ? [`${reports.length} configurations: ${countWords(reports) || 'nothing found'}`] : [];
  return `${[...blocks, ...total].join('\n\n')}\n`;
}

function blocksOf({ subject, findings, notes }: Report, looks: TextLooks): string[] {
  const blocks = findings.map((finding) => linesOf(finding, subject, looks).join('\n'));
  const told = notes.map(({ text, origin }) => `${placeOf(origin, subject)}: note: ${displayText(text)}`);
  return told.length === 0 ? blocks : [...blocks, told.join('\n')];
}

function linesOf(finding: Finding, subject: string, { columns, isColoured }: TextLooks): string[] {
  const { id, name, severity, message, why, fix, versions } = finding;
  const paint = isColoured ? `${colours[severity]}${severity}${plain}` : severity;
  const head = `${placeOf(finding.origin, subject)}: ${paint} ${id} ${name}: ${displayText(message)}`;
  const below = [
    why,
    ...(fix === undefined ? [] : [`fix: ${fix}`]),
    ...(versions === undefined ? [] : [`uWSGI: ${versions}`]),
  ];
  const width = Math.max(40, columns) - indent.length;
  return [head, ...below.flatMap((text) => wrap(displayText(text), width).map((line) => indent + line))];
}

/** Sixteen colours, which every theme of a terminal has chosen for itself. */
const colours: Readonly<Record<Severity, string>> = {
  error: '\u001b[1;31m',
  warning: '\u001b[1;33m',
  info: '\u001b[1;36m',
};
const plain = '\u001b[0m';

/** 'app.ini:12', which editors and terminals take for a link. */
function placeOf(origin: Origin | undefined, subject: string): string {
  if (origin === undefined) return displayText(subject);
  if (origin.kind === 'file') return `${displayText(origin.file)}:${origin.line}`;
  return `${displayText(subject)}, ${describeOrigin(origin)}`;
}

function summaryOf(report: Report): string {
  const { subject, files, ruleCount, ignoredCount, uwsgiVersion } = report;
  const read = files.filter((file) => file !== subject).map((file) => displayText(file));
  const details = [
    `${ruleCount} rules`,
    ...(ignoredCount === 0 ? [] : [`${ignoredCount} ignored`]),
    uwsgiVersion === undefined ? 'version of uWSGI not known' : `uWSGI ${displayText(uwsgiVersion)}`,
    ...(read.length === 0 ? [] : [`read ${read.join(', ')}`]),
  ];
  return `${displayText(subject)}: ${countWords([report]) || 'nothing found'} (${details.join('; ')})`;
}
