/** What the doctor found in one place, for whichever format it is told in. */
import type { Note } from '../limits/configuration';
import type { Finding, Severity } from './rule';

export interface Report {
  /** 'app.ini', 'shop (pid 1234)'. */
  readonly subject: string;
  /** Configuration files that were read, in their order. */
  readonly files: readonly string[];
  /** The version that the rules had in mind, and whose: '2.0.21, installed here'. */
  readonly uwsgiVersion?: string | undefined;
  readonly findings: readonly Finding[];
  readonly ignoredCount: number;
  /** What could not be read or known. */
  readonly notes: readonly Note[];
  readonly ruleCount: number;
}

export const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

export const findingsOf = (reports: readonly Report[]): readonly Finding[] =>
  reports.flatMap(({ findings }) => findings);

export const countOf = (reports: readonly Report[], severity: Severity): number =>
  findingsOf(reports).filter((finding) => finding.severity === severity).length;

/** '2 errors, 1 warning, 3 infos' without those of which there are none; '' for nothing at all. */
export function countWords(reports: readonly Report[]): string {
  return severities
    .map((severity) => [countOf(reports, severity), severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(', ');
}
