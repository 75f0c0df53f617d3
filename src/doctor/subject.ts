/** A configuration with all that belongs to it, and what the rules make of it. */
import type { Configuration, Note } from '../limits/configuration';
import { ConfigFacts, type HostLimits } from './config-facts';
import { diagnose } from './diagnose';
import { readIgnores } from './ignore-comments';
import { placeholdersIn } from './placeholders';
import type { Report } from './report';
import type { ConfigRule, Finding, RuleMeta } from './rule';

export interface Subject {
  readonly name: string;
  readonly configuration: Configuration;
  /** In which relative names of files count. */
  readonly startDirectory: string;
  /** By absolute path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly host: HostLimits;
  /** The version in `host`, and whose it is. */
  readonly versionLabel?: string | undefined;
}

export interface Examination {
  readonly rules: readonly ConfigRule[];
  /** Every rule that can be named, those about running instances too. */
  readonly all: readonly RuleMeta[];
  readonly ignored: readonly string[];
}

export function examine(subject: Subject, { rules, all, ignored }: Examination): Report {
  const { configuration, texts, host, name, versionLabel } = subject;
  const files = filesOf(subject);
  const read = files.map(({ file, text }) => readIgnores(file, text, all));
  const words = configuration.options
    .filter(({ origin }) => origin.kind === 'command line')
    .map(({ value = '' }) => value);
  const used = new Set([...texts.values(), ...words].flatMap((text) => [...placeholdersIn(text)]));
  const facts = new ConfigFacts(configuration, host, used);
  const { findings, ignoredCount } = diagnose(facts, rules, { everywhere: ignored, files: read });
  const problems = read.flatMap(({ file, problems }) =>
    problems.map(({ line, text }): Note => ({ text, origin: { kind: 'file', file, line } })),
  );
  return {
    subject: name,
    files: files.map(({ file }) => file),
    uwsgiVersion: versionLabel,
    findings,
    ignoredCount,
    notes: [...configuration.notes, ...problems],
    ruleCount: rules.length,
  };
}

/** What a look at the running instance found comes after what stands in its files. */
export const withLive = (report: Report, found: readonly Finding[], ruleCount: number): Report => ({
  ...report,
  findings: [...report.findings, ...found],
  ruleCount: report.ruleCount + ruleCount,
});

/** As origins name them, in the order in which they count. */
function filesOf({ configuration, startDirectory, texts }: Subject): { file: string; text: string }[] {
  const named = configuration.options.flatMap(({ origin }) => (origin.kind === 'file' ? [origin.file] : []));
  return [...new Set(named)].flatMap((file) => {
    const path = file.startsWith('/') ? file : `${startDirectory.replace(/\/$/, '')}/${file}`;
    const text = texts.get(path);
    return text === undefined ? [] : [{ file, text }];
  });
}
