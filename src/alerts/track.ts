/**
 * One rule and one subject over time. A level must hold for its time before it raises an alert, and must have been left,
 * by its clear margin, for a time before that is gone: one odd sample is no alert, a value at the edge does not flap.
 */
import { type Alert, rank } from './alert';
import type { Finding, RuleInput, Severity } from './finding';
import { type RuleDefaults, type RuleName, type RuleSettings, ruleTable } from './rule-table';

export interface Track {
  readonly rule: RuleName;
  /** Monotonic ms since when the value has been at or above each level without a break. */
  readonly warningSince?: number | undefined;
  readonly criticalSince?: number | undefined;
  /** Since when it has been behind the margin of critical, and of everything. */
  readonly calmSince?: number | undefined;
  readonly restSince?: number | undefined;
  /** Wall clock of the moment in which it first got to a level. */
  readonly beganMs: number;
  readonly alert?: Alert | undefined;
}

/** @param finding undefined: the rule has found nothing, so that the subject is at rest */
export function follow(
  before: Track | undefined,
  finding: Finding | undefined,
  { rule, input }: { readonly rule: RuleName; readonly input: RuleInput },
): Track {
  const { monotonicMs, wallMs } = input;
  const raised = before?.alert;
  const settings: RuleSettings = { ...input.settings[rule], ...finding?.levels };
  const reach = finding === undefined ? atRest : reachOf(finding, settings, raised);
  const since = (at: boolean, known: number | undefined) => (at ? (known ?? monotonicMs) : undefined);
  const { holdSeconds, calmSeconds = 0 } = settings;
  const held = (from: number | undefined, seconds = holdSeconds) =>
    from !== undefined && monotonicMs - from >= seconds * 1000;
  const calm = Math.max(holdSeconds, calmSeconds);
  const warningSince = since(reach.warning, before?.warningSince);
  const criticalSince = since(reach.critical, before?.criticalSince);
  const calmSince = since(reach.kept !== 'critical', before?.calmSince);
  const restSince = since(reach.kept === undefined, before?.restSince);
  const wanted = held(criticalSince) ? 'critical' : held(warningSince) ? 'warning' : undefined;
  const left = held(restSince, calm) ? undefined : held(calmSince, calm) ? 'warning' : raised?.severity;
  const severity = rank(wanted) >= rank(raised?.severity) ? wanted : left;
  const beganMs = before?.beganMs ?? wallMs;
  const alert =
    severity &&
    alertOf(raised, finding, { severity, beganMs, input, isLeft: rank(reach.kept) < rank(severity) });
  return { rule, warningSince, criticalSince, calmSince, restSince, beganMs, alert };
}

export const keyOf = ({ rule, subject }: Finding): string => `${rule} ${subject}`;

interface Reach {
  readonly warning: boolean;
  readonly critical: boolean;
  /** The highest level that is not left yet, by its clear margin. */
  readonly kept: Severity | undefined;
}

const atRest: Reach = { warning: false, critical: false, kept: undefined };

function reachOf({ rule, measured }: Finding, settings: RuleSettings, raised: Alert | undefined): Reach {
  const { unit }: RuleDefaults = ruleTable[rule];
  const sign = unit === 'seconds-left' ? -1 : 1;
  const at = (level: number | undefined, margin: number) =>
    level !== undefined && sign * measured >= sign * level - margin;
  const { warning, critical, clear } = settings;
  const isCritical = at(critical, 0);
  const keepsCritical = isCritical || (raised?.severity === 'critical' && at(critical, clear));
  const isWarning = at(warning, 0) || isCritical;
  const keepsWarning = keepsCritical || isWarning || (raised !== undefined && at(warning, clear));
  return {
    warning: warning !== undefined && isWarning,
    critical: isCritical,
    kept: keepsCritical ? 'critical' : keepsWarning && warning !== undefined ? 'warning' : undefined,
  };
}

function alertOf(
  raised: Alert | undefined,
  finding: Finding | undefined,
  {
    severity,
    beganMs,
    input,
    isLeft,
  }: { severity: Severity; beganMs: number; input: RuleInput; isLeft: boolean },
): Alert | undefined {
  if (finding === undefined) return raised && { ...raised, severity };
  const { id: targetId, name } = input.instance.target;
  const { rule, subject } = finding;
  // On its way out it says why it came: that there is little of it now would be no reason.
  const message = isLeft && raised !== undefined ? raised.message : finding.message;
  return {
    id: `${targetId} ${keyOf(finding)} ${beganMs}`,
    targetId,
    instance: name,
    rule,
    severity,
    subject,
    message,
    sinceMs: beganMs,
  };
}
