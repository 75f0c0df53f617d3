/** Fleets and screens for tests of the user interface: what was polled, what was typed, and the frame as text. */
import { emptyBook } from '../../src/alerts/book';
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import { observe, createFleet, type FleetState } from '../../src/model/fleet';
import type { Observation, TargetLabel } from '../../src/model/observation';
import { namedOrder } from '../../src/columns/tables';
import type { Snapshot, WorkerDocument } from '../../src/stats/schema';
import { decodeSnapshot } from '../../src/stats/decode';
import type { Frame } from '../../src/ui/frame';
import { asciiGlyphs, unicodeGlyphs } from '../../src/format/glyphs';
import type { Scene } from '../../src/ui/scene';
import { shownSituation } from '../../src/ui/select';
import { createUi, type UiState } from '../../src/ui/state';
import { type Effect, update } from '../../src/ui/update';
import { view } from '../../src/ui/view';
import { epochMs } from '../support/documents';

export const label = (name: string): TargetLabel => ({ id: name, name, address: `/run/${name}.sock` });

export function sighted(name: string, snapshot: Snapshot, atMs: number): Observation {
  return {
    targetId: name,
    wallMs: epochMs + atMs,
    monotonicMs: atMs,
    latencyMs: 1,
    outcome: { ok: true, value: { snapshot, repairs: 0, bytes: 1000 } },
  };
}

export const polled = (name: string, document: WorkerDocument, atMs: number): Observation =>
  sighted(name, { kind: 'worker', document }, atMs);

export function lost(name: string, atMs: number): Observation {
  const outcome = { ok: false, failure: { code: 'refused', detail: 'ECONNREFUSED' } } as const;
  return { targetId: name, wallMs: epochMs + atMs, monotonicMs: atMs, latencyMs: 1, outcome };
}

export function decoded(printed: string | Uint8Array): Snapshot {
  const bytes = typeof printed === 'string' ? new TextEncoder().encode(printed) : printed;
  const result = decodeSnapshot(bytes);
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.detail}`);
  return result.value.snapshot;
}

export function fleetOf(names: readonly string[], ...observations: readonly Observation[]): FleetState {
  return observations.reduce(observe, createFleet(names.map(label)));
}

/** The same with the alerts that stand after it. */
export const situationOf = (names: readonly string[], ...observations: readonly Observation[]): Situation =>
  observations.reduce(
    (known, observation) => note(known, observation, defaultSettings).situation,
    createSituation(names.map(label)),
  );

/** In the order in which they are named, whatever becomes of them: keys lead to the same rows. */
export const uiFor = (fleet: FleetState): UiState =>
  createUi({
    intervalMs: 1000,
    instanceIds: [...fleet.instances.keys()],
    tables: { fleet: { order: { column: namedOrder, descending: false } } },
  });

/** Somebody at the keyboard in front of a screen that shows what `fleet` says. */
export interface Session extends Situation {
  readonly ui: UiState;
  readonly size: Scene['size'];
  readonly ascii: boolean;
  readonly atMs: number;
  readonly effects: readonly Effect[];
  /** The same time of day for all that happens, unless said otherwise. */
  readonly clock?: Scene['clock'];
  readonly showSecrets?: boolean;
  readonly activity?: string;
  readonly advice?: Scene['advice'];
}

export function sit(fleet: FleetState, change: Partial<Session> = {}): Session {
  return {
    ui: uiFor(fleet),
    fleet,
    alerts: emptyBook,
    past: [],
    size: { columns: 80, rows: 24 },
    ascii: false,
    atMs: 0,
    effects: [],
    ...change,
  };
}

/** Keys by their names, with blanks between them: `down down enter`. */
export const press = (session: Session, keys: string): Session =>
  keys.split(' ').reduce((before, key) => pressed(before, key, frameOf(before).page), session);

/** One key, on the screen that has this page. */
export function pressed(before: Session, key: string, page: Frame['page']): Session {
  const { fleet, alerts, past, atMs, effects, advice } = before;
  const { ui, effect } = update(before.ui, key, {
    fleet,
    alerts,
    past,
    page,
    wallMs: epochMs + atMs,
    advice,
  });
  return { ...before, ui, effects: effect === undefined ? effects : [...effects, effect] };
}

/** Every character as a key of its own, as a terminal sends them. */
export const type = (session: Session, text: string): Session =>
  Array.from(text).reduce(
    (before, character) => press(before, character === ' ' ? 'space' : character),
    session,
  );

export function frameOf(session: Session): Frame {
  const { fleet, alerts, past, ui, size, ascii, atMs, clock = () => '14:03:22' } = session;
  const { showSecrets, activity, advice } = session;
  return view({
    ...shownSituation({ fleet, alerts, past }, ui),
    ui,
    size,
    glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
    now: { wallMs: epochMs + atMs, monotonicMs: atMs },
    clock,
    showSecrets,
    activity,
    advice,
  });
}

export const linesOf = (frame: Frame): string[] =>
  frame.lines.map((line) => line.map((span) => span.text).join(''));

export const screen = (session: Session): string[] => linesOf(frameOf(session));

/** The key of the row that the bar of the cursor lies on, by what the first columns say. */
export function selectedLine(session: Session): string | undefined {
  const lines = frameOf(session).lines.slice(1, -1);
  return lines
    .filter((line) => line.length > 1 && line[0]?.inverse === true && line[0].tone === undefined)
    .map((line) => line.map((span) => span.text).join(''))[0];
}
