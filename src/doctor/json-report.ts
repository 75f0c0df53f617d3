/** The findings for scripts. */
import { displayText } from '../format/text';
import { describeOrigin, type Origin } from '../limits/configuration';
import { countOf, type Report, severities } from './report';

const schemaVersion = 1;

export function jsonReport(reports: readonly Report[]): unknown {
  return {
    schemaVersion,
    counts: Object.fromEntries(severities.map((severity) => [severity, countOf(reports, severity)])),
    reports: reports.map(({ subject, files, uwsgiVersion, findings, ignoredCount, notes, ruleCount }) => ({
      subject: displayText(subject),
      files: files.map((file) => displayText(file)),
      uwsgiVersion: uwsgiVersion ?? null,
      rules: ruleCount,
      ignored: ignoredCount,
      findings: findings.map(({ id, name, severity, message, why, fix, versions, origin }) => ({
        id,
        name,
        severity,
        message: displayText(message),
        why,
        fix: fix === undefined ? null : displayText(fix),
        versions: versions ?? null,
        place: placeOf(origin),
      })),
      notes: notes.map(({ text, origin }) => ({ text: displayText(text), place: placeOf(origin) })),
    })),
  };
}

/** null: something is missing, and that is nowhere. */
const placeOf = (origin: Origin | undefined): unknown =>
  origin === undefined
    ? null
    : {
        text: describeOrigin(origin),
        file: origin.kind === 'file' ? displayText(origin.file) : null,
        line: origin.kind === 'file' ? origin.line : null,
      };
