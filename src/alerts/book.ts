/** Which alerts stand: every instance is held against the rules after each poll. */
import type { InstanceState } from '../model/instance';
import { type Alert, type AlertChange, changeBetween, rank } from './alert';
import type { Finding, RuleInput, Rules } from './finding';
import { loadRules } from './load-rules';
import { outlookRules } from './outlook-rules';
import { requestRules } from './request-rules';
import type { AllSettings } from './rule-table';
import { absenceRules, stateRules } from './state-rules';
import { follow, keyOf, type Track } from './track';

type Tracks = ReadonlyMap<string, Track>;

/** By target. */
export type AlertBook = ReadonlyMap<string, Tracks>;

export const emptyBook: AlertBook = new Map();

export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** What the instance looks like after a poll, held against the rules; no tracks: nothing is to be remembered of it. */
export function judge(
  known: Tracks | undefined,
  instance: InstanceState,
  settings: AllSettings,
  moment: Moment,
): { readonly tracks: Tracks | undefined; readonly changes: readonly AlertChange[] } {
  const before = known ?? noTracks;
  const input = { instance, settings, ...moment };
  const findings = new Map(findingsOf(input).map((finding) => [keyOf(finding), finding]));
  if (findings.size === 0 && before.size === 0) return { tracks: undefined, changes: [] };
  const after = new Map<string, Track>();
  const changes: AlertChange[] = [];
  for (const key of new Set([...before.keys(), ...findings.keys()])) {
    const earlier = before.get(key);
    const track = nextTrack(earlier, findings.get(key), input);
    if (track !== undefined) after.set(key, track);
    changes.push(...changeBetween(earlier?.alert, track?.alert, moment.wallMs));
  }
  return { tracks: after.size === 0 ? undefined : after, changes };
}

const noTracks: Tracks = new Map();

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

/** Of one target, or of all: the worst first, among equals the newest. */
export const alertsIn = (book: AlertBook, targetId?: string): readonly Alert[] =>
  targetId === undefined ? allAlerts(book) : sorted(book.get(targetId)?.values() ?? []);

/** A book is a new one after each change: between two of them a frame asks for all of it several times. */
const known = new WeakMap<AlertBook, readonly Alert[]>();

function allAlerts(book: AlertBook): readonly Alert[] {
  const before = known.get(book);
  if (before !== undefined) return before;
  const alerts = sorted([...book.values()].flatMap((tracks) => [...tracks.values()]));
  known.set(book, alerts);
  return alerts;
}

const sorted = (tracks: Iterable<Track>): Alert[] =>
  Array.from(tracks)
    .flatMap(({ alert }) => alert ?? [])
    .sort((a, b) => rank(b.severity) - rank(a.severity) || b.sinceMs - a.sinceMs || (a.id < b.id ? -1 : 1));
