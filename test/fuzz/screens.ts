/** Somebody who presses keys in front of what is known, and what is wrong with the pictures that follow. */
import type { Advice } from '../../src/advisor/advice';
import type { Situation } from '../../src/alerts/situation';
import type { NonEmpty, Random } from '../../src/random/random';
import type { Frame, Size } from '../../src/ui/frame';
import { asciiGlyphs, unicodeGlyphs } from '../../src/format/glyphs';
import { keyBindings } from '../../src/ui/key-table';
import { hasMenu } from '../../src/ui/screens/menus';
import { shownSituation } from '../../src/ui/select';
import type { UiState } from '../../src/ui/state';
import { update } from '../../src/ui/update';
import { view } from '../../src/ui/view';
import { epochMs } from '../support/documents';
import { frameProblems } from '../ui/frame-problems';
import { uiFor } from '../ui/scenes';
import { anyText } from './mutate';

export const sizes: NonEmpty<Size> = [
  { columns: 80, rows: 24 },
  { columns: 60, rows: 15 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 50 },
  { columns: 79, rows: 50 },
  { columns: 20, rows: 5 },
];

const bound = keyBindings.flatMap(({ keys }) => keys) as unknown as NonEmpty<string>;
const ways: NonEmpty<string> = [
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  'e',
  'enter',
  'down',
  'end',
  's',
  'o',
  'v',
  '?',
];

/** Where the frames go: a terminal, or nowhere. */
export type Paint = (frame: Frame) => readonly string[];

export interface Walk {
  readonly frames: number;
  readonly problems: readonly string[];
}

export interface Seat {
  readonly situation: Situation;
  /** Since the epoch of the tests. */
  readonly nowMs: number;
  readonly frames: number;
  readonly paint: Paint;
  /** For the Tune screen; left out: nothing is collected. @param id of the target */
  readonly adviceFor?: ((id: string) => Advice | undefined) | undefined;
}

export function walk(random: Random, { situation, nowMs, frames, paint, adviceFor }: Seat): Walk {
  const size = random.pick(sizes);
  const ascii = random.chance(0.2);
  const showSecrets = random.chance(0.2);
  const looks = { size, ascii };
  const pressed: string[] = [];
  let ui = firstPicture(situation, adviceFor !== undefined);
  for (let count = 0; count < frames; count++) {
    const advice = ui.screen === 'tune' && ui.instanceId ? adviceFor?.(ui.instanceId) : undefined;
    const scene = { ...shownSituation(situation, ui), ui, size, showSecrets, advice };
    const frame = view({
      ...scene,
      glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
      now: { wallMs: epochMs + nowMs, monotonicMs: nowMs },
      clock: () => '14:03:22',
    });
    const problems = [...frameProblems(frame, { ...looks, menu: hasMenu(ui) }), ...paint(frame)];
    const next = pressKey(random, ui, { ...situation, page: frame.page, wallMs: epochMs + nowMs, advice });
    problems.push(...(advice === undefined ? copyProblems(next.copied) : copiedIniProblems(next.copied)));
    if (problems.length > 0)
      return {
        frames: count + 1,
        problems: [...problems.slice(0, 5), `after ${pressed.join(' ')} at ${size.columns}x${size.rows}`],
      };
    pressed.push(next.key);
    ui = next.ui;
  }
  return { frames, problems: [] };
}

/** Somebody who has advice wants to see it. */
function firstPicture({ fleet }: Situation, isTuning: boolean): UiState {
  const ui = uiFor(fleet);
  const [instanceId] = fleet.instances.keys();
  return isTuning && instanceId !== undefined ? { ...ui, screen: 'tune', instanceId } : ui;
}

function pressKey(random: Random, ui: UiState, context: Parameters<typeof update>[2]) {
  const key =
    ui.typing && random.chance(0.7) ? typed(random) : random.pick(random.chance(0.6) ? ways : bound);
  const { ui: next, copied } = update(ui, key, context);
  return { key, ui: next, copied };
}

/** A character as a terminal sends it. */
const typed = (random: Random): string => Array.from(anyText(random))[0] ?? 'enter';

/** Pasted into a shell, a line would be run. */
const copyProblems = (copied: string | undefined): string[] =>
  copied !== undefined && /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(copied)
    ? [`the clipboard would get ${JSON.stringify(copied.slice(0, 200))}`]
    : [];

/** Lines of an ini, and nothing that one of them would bring along. */
const copiedIniProblems = (copied = ''): string[] =>
  copied
    .split('\n')
    .slice(0, -1)
    .flatMap((line) =>
      /^[a-z0-9-]+ = [^=]+$/.test(line) ? copyProblems(line) : [`no line of an ini: ${line}`],
    );
