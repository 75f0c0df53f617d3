/**
 * Which alerts stand. A rule must hold for its time before it raises one, and must have been left for the same time,
 * by its clear margin, before it is gone: one odd sample is no alert, and a value at the edge does not flap.
 */
import type { InstanceState } from '../model/instance';
import type { Finding, RuleInput, Rules, Severity } from './finding';
import { loadRules } from './load-rules';
import { outlookRules } from './outlook-rules';
import { requestRules } from './request-rules';
import {
  type AllSettings,
  type RuleDefaults,
  type RuleName,
  type RuleSettings,
  ruleTable,
} from './rule-table';
import { absenceRules, stateRules } from './state-rules';

export interface Alert {
  /** Names this one occurrence: raised again it is another one. */
  readonly id: string;
  readonly targetId: string;
  readonly instance: string;
  readonly rule: RuleName;
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
  /** Since when the rule has held: wall clock, ms. */
  readonly sinceMs: number;
}

/** raised · worsened to critical · eased to a warning · cleared. */
export interface AlertChange {
  readonly change: 'raised' | 'worsened' | 'eased' | 'cleared';
  readonly alert: Alert;
}

interface Track {
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

type Tracks = ReadonlyMap<string, Track>;

/** By target. */
export type AlertBook = ReadonlyMap<string, Tracks>;

export const emptyBook: AlertBook = new Map();

export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** What the instance looks like after a poll, held against the rules. */
export function judge(
  book: AlertBook,
  instance: InstanceState,
  settings: AllSettings,
  moment: Moment,
): { readonly book: AlertBook; readonly changes: readonly AlertChange[] } {
  const targetId = instance.target.id;
  const before = book.get(targetId) ?? new Map<string, Track>();
  const input = { instance, settings, ...moment };
  const findings = new Map(findingsOf(input).map((finding) => [keyOf(finding), finding]));
  const after = new Map<string, Track>();
  const changes: AlertChange[] = [];
  for (const key of new Set([...before.keys(), ...findings.keys()])) {
    const known = before.get(key);
    const track = nextTrack(known, findings.get(key), input);
    if (track !== undefined) after.set(key, track);
    changes.push(...changeBetween(known?.alert, track?.alert));
  }
  if (after.size === 0 && before.size === 0) return { book, changes };
  return { book: new Map(book).set(targetId, after), changes };
}

const keyOf = ({ rule, subject }: Finding) => `${rule} ${subject}`;

const rooms: readonly Rules[] = [loadRules, requestRules, outlookRules, stateRules];

function findingsOf(input: RuleInput): Finding[] {
  const found = input.instance.phase === 'up' ? rooms.flatMap((rules) => rules(input)) : absenceRules(input);
  return found.filter(({ rule }) => !input.settings[rule].muted);
}

/** undefined: there is nothing to remember of it. */
function nextTrack(
  before: Track | undefined,
  finding: Finding | undefined,
  input: RuleInput,
): Track | undefined {
  const rule = finding?.rule ?? before?.rule;
  if (rule === undefined || input.settings[rule].muted) return undefined;
  const { phase } = input.instance;
  if (rule !== 'stale' && rule !== 'down') {
    // While a target is stale nothing is known of the rest: it stands as it stood.
    if (phase === 'stale') return before;
    if (phase === 'down') return undefined;
  }
  const track = follow(before, finding, { rule, input });
  const isAtRest = track.warningSince === undefined && track.criticalSince === undefined;
  return isAtRest && track.alert === undefined ? undefined : track;
}

function follow(
  before: Track | undefined,
  finding: Finding | undefined,
  { rule, input }: { readonly rule: RuleName; readonly input: RuleInput },
): Track {
  const { monotonicMs, wallMs } = input;
  const raised = before?.alert;
  const settings: RuleSettings = { ...input.settings[rule], ...finding?.levels };
  const reach = finding === undefined ? atRest : reachOf(finding, settings, raised);
  const since = (at: boolean, known: number | undefined) => (at ? (known ?? monotonicMs) : undefined);
  const held = (from: number | undefined) =>
    from !== undefined && monotonicMs - from >= settings.holdSeconds * 1000;
  const warningSince = since(reach.warning, before?.warningSince);
  const criticalSince = since(reach.critical, before?.criticalSince);
  const calmSince = since(reach.kept !== 'critical', before?.calmSince);
  const restSince = since(reach.kept === undefined, before?.restSince);
  const wanted = held(criticalSince) ? 'critical' : held(warningSince) ? 'warning' : undefined;
  const left = held(restSince) ? undefined : held(calmSince) ? 'warning' : raised?.severity;
  const severity = rank(wanted) >= rank(raised?.severity) ? wanted : left;
  const beganMs = before?.beganMs ?? wallMs;
  const alert = severity && alertOf(raised, finding, { severity, beganMs, input });
  return { rule, warningSince, criticalSince, calmSince, restSince, beganMs, alert };
}

const rank = (severity: Severity | undefined) =>
  severity === undefined ? 0 : severity === 'warning' ? 1 : 2;

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
  { severity, beganMs, input }: { severity: Severity; beganMs: number; input: RuleInput },
): Alert | undefined {
  if (finding === undefined) return raised && { ...raised, severity };
  const { id: targetId, name } = input.instance.target;
  const { rule, subject, message } = finding;
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

function changeBetween(before: Alert | undefined, now: Alert | undefined): AlertChange[] {
  if (before === undefined) return now === undefined ? [] : [{ change: 'raised', alert: now }];
  if (now === undefined) return [{ change: 'cleared', alert: before }];
  if (before.severity === now.severity) return [];
  return [{ change: now.severity === 'critical' ? 'worsened' : 'eased', alert: now }];
}

/** Of one target, or of all: the worst first, among equals the newest. */
export function alertsIn(book: AlertBook, targetId?: string): Alert[] {
  const tracks =
    targetId === undefined ? [...book.values()] : [book.get(targetId) ?? new Map<string, Track>()];
  return tracks
    .flatMap((ofTarget) => [...ofTarget.values()].flatMap(({ alert }) => alert ?? []))
    .sort((a, b) => rank(b.severity) - rank(a.severity) || b.sinceMs - a.sinceMs || (a.id < b.id ? -1 : 1));
}
