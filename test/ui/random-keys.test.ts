/** Ten thousand keys in no order at all, while everything that is watched goes on. */
import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import { createRandom, mixSeed, type NonEmpty, type Random, seedOfName } from '../../src/random/random';
import { clickKey } from '../../src/ui/click';
import type { TargetLabel } from '../../src/model/observation';
import type { Frame, Size } from '../../src/ui/frame';
import { keyBindings } from '../../src/ui/key-table';
import { withNotices } from '../../src/ui/notices';
import { hasMenu } from '../../src/ui/screens/menus';
import { activeRowKeys } from '../../src/ui/active-table';
import { shownSituation } from '../../src/ui/select';
import { screenNames } from '../../src/ui/state';
import { ChangingFleet, changingNames } from './changing-fleet';
import { frameProblems, isReadable } from './frame-problems';
import { frameOf, label, linesOf, pressed, type Session, sit } from './scenes';

/** Others are tried with UWTOP_SEED=NUMBER. */
const seed = Number(process.env['UWTOP_SEED'] ?? 1717);

const sizes: NonEmpty<Size> = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 100, rows: 38 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
  { columns: 79, rows: 50 },
  { columns: 59, rows: 14 },
  { columns: 8, rows: 2 },
];

type Names = readonly (typeof changingNames)[number][];

/** One target alone is watched from the inside. */
const fleets: readonly {
  readonly names: Names;
  readonly keys: number;
  readonly groups?: readonly string[];
}[] = [
  { names: changingNames, keys: 3000 },
  { names: changingNames, keys: 3000, groups: ['web', 'jobs', ''] },
  { names: ['shop'], keys: 2000 },
  { names: ['changing'], keys: 1500 },
  { names: ['shop', 'one', 'gone'], keys: 1500 },
  { names: ['large'], keys: 500 },
  { names: ['parked'], keys: 500 },
  { names: ['none'], keys: 500 },
  { names: ['emperor'], keys: 500 },
];

const bound = keyBindings.flatMap(({ keys }) => keys) as unknown as NonEmpty<string>;
const letters: NonEmpty<string> = ['a', 'e', 'i', '1', '.', 'q', '?', 'backspace', 'C-u', 'ä', '漢', 'f12'];

function nextKey(random: Random, { size, ui }: Session): string {
  // Whatever is open is closed at some time: behind it there is more to try.
  if (ui.typing && random.chance(0.15)) return random.pick(['enter', 'escape']);
  if (ui.time !== undefined && random.chance(0.3)) return random.pick(['enter', 'escape']);
  if ((ui.sortMenu ?? ui.chooser) !== undefined && random.chance(0.1))
    return random.pick(['enter', 'escape']);
  if (random.chance(0.05)) return clickKey(random.integer(0, size.rows));
  return random.pick(random.chance(0.15) ? letters : bound);
}

test.each(fleets)(`from the seed ${seed} $keys keys in front of $names`, ({ names, keys, groups = [''] }) => {
  const random = createRandom(mixSeed(seed, seedOfName([...names, ...groups].join())));
  const world = new ChangingFleet(random);
  const situation = createSituation(
    names.map((name, index) => inGroup(label(name), groups[index % groups.length])),
  );
  let session = sit(situation.fleet, situation);
  session = {
    ...session,
    ui: withNotices(
      session.ui,
      groups.map((group) => `the line of ${group} is wrong`),
    ),
  };
  const past: string[] = [];
  const visited = new Set<string>();
  let chartsSeen = 0;
  for (let count = 0; count < keys; count++) {
    if (random.chance(0.25)) session = seen(session, world, names);
    if (random.chance(0.02)) session = { ...session, size: random.pick(sizes), ascii: random.chance(0.3) };
    const key = nextKey(random, session);
    past.push(key);
    const story = () => `seed ${seed}, key ${count}: ${past.slice(-30).join(' ')}`;
    try {
      session = pressed(session, key, frameOf(session).page);
      const frame = frameOf(session);
      visited.add(session.ui.screen);
      chartsSeen += frame.charts.length;
      const problems = problemsOf(session, frame);
      if (problems.length > 0) throw new Error(problems.slice(0, 5).join('\n'));
    } catch (error) {
      throw new Error(`${story()}\n${JSON.stringify(session.size)} ${session.ui.screen}`, { cause: error });
    }
  }
  expect(visited).toEqual(new Set(screenNames));
  expect(chartsSeen > 0).toBe(!names.includes('emperor') || names.length > 1);
});

const inGroup = (target: TargetLabel, group = ''): TargetLabel =>
  group === '' ? target : { ...target, group };

function seen(session: Session, world: ChangingFleet, names: Names): Session {
  const observation = world.next(names);
  const atMs = world.atMs;
  if (observation === undefined) return { ...session, atMs };
  return { ...session, ...note(session, observation, defaultSettings).situation, atMs };
}

function problemsOf(session: Session, frame: Frame): string[] {
  const { size, ascii, ui } = session;
  const looks = { size, ascii, menu: hasMenu(ui) };
  if (!isReadable(size)) return frameProblems(frame, looks);
  const menu = ui.sortMenu === undefined ? 'Columns  d: what fits' : 'Sort by';
  const isSeen = linesOf(frame).some((line) => line.includes(menu));
  return [
    ...frameProblems(frame, looks),
    ...(looks.menu && !isSeen ? [`the menu ${menu} cannot be seen`] : []),
    ...cursorProblems(session, frame),
  ];
}

/** Where there are rows one of them is chosen, and it is in sight. */
function cursorProblems(session: Session, { lines, page: { table, rows } }: Frame): string[] {
  const keys = activeRowKeys(shownSituation(session, session.ui), session.ui) ?? [];
  if (table === undefined || keys.length === 0 || hasMenu(session.ui)) return [];
  const shown = lines.slice(table.line, table.line + rows);
  const chosen = shown.filter((line) => line.some(({ inverse }) => inverse === true));
  return chosen.length === 1 ? [] : [`${chosen.length} rows are chosen of ${keys.length}`];
}
