/** Puts every rule to a configuration, leaves out what somebody has decided to live with, and orders the rest. */
import type { Configuration, Origin } from '../limits/configuration';
import type { ConfigFacts } from './config-facts';
import type { Complaint, ConfigRule, Finding, RuleMeta, Severity } from './rule';

/** What is not to be told: by id or by name. */
export interface Ignores {
  /** Anywhere. */
  readonly everywhere: readonly string[];
  readonly files: readonly IgnoresOfFile[];
}

export interface IgnoresOfFile {
  /** As origins name it. */
  readonly file: string;
  /** In all of the file, and where something is missing. */
  readonly whole: readonly string[];
  /** By the line of the option. */
  readonly lines: ReadonlyMap<number, readonly string[]>;
}

export interface Diagnosis {
  /** By place, then by weight. What is missing has no place and comes last. */
  readonly findings: readonly Finding[];
  readonly ignoredCount: number;
}

const noIgnores: Ignores = { everywhere: [], files: [] };

export function diagnose(facts: ConfigFacts, rules: readonly ConfigRule[], ignores = noIgnores): Diagnosis {
  const all = rules.flatMap((rule) => rule.check(facts).map((complaint) => findingOf(rule, complaint)));
  const findings = all.filter((finding) => !isIgnored(finding, ignores));
  const rankOf = placeRanks(facts.configuration);
  findings.sort(
    (one, other) =>
      rankOf(one.origin) - rankOf(other.origin) ||
      lineOf(one.origin) - lineOf(other.origin) ||
      weight[one.severity] - weight[other.severity] ||
      Number(one.id.slice(1)) - Number(other.id.slice(1)),
  );
  return { findings, ignoredCount: all.length - findings.length };
}

/** A finding carries what its rule says of itself, but not the question. */
export const findingOf = (
  { id, name, severity, why, versions }: RuleMeta,
  complaint: Complaint,
): Finding => ({ id, name, severity, why, ...(versions !== undefined && { versions }), ...complaint });

export const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const lineOf = (origin: Origin | undefined): number => (origin?.kind === 'file' ? origin.line : 0);

/** The places in the order in which they were read; nowhere comes last. */
function placeRanks({ options }: Configuration): (origin: Origin | undefined) => number {
  const places = [...new Set(options.map(({ origin }) => placeOf(origin)))];
  return (origin) => {
    const rank = origin === undefined ? -1 : places.indexOf(placeOf(origin));
    return rank < 0 ? places.length : rank;
  };
}

const placeOf = (origin: Origin): string => (origin.kind === 'file' ? `file ${origin.file}` : origin.kind);

function isIgnored({ id, name, origin }: Finding, { everywhere, files }: Ignores): boolean {
  const isMeant = (names: readonly string[] = []): boolean => names.includes(id) || names.includes(name);
  if (isMeant(everywhere)) return true;
  if (origin === undefined) return files.some(({ whole }) => isMeant(whole));
  if (origin.kind !== 'file') return false;
  return files.some(
    ({ file, whole, lines }) => file === origin.file && (isMeant(whole) || isMeant(lines.get(origin.line))),
  );
}
