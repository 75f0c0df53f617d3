/** The first line of every screen, and the last. */
import { duration, plural } from '../../format/quantity';
import { wrap } from '../../format/text';
import type { Alert } from '../../alerts/alert';
import type { InstanceState } from '../../model/instance';
import { explainFailure } from '../../model/failure';
import { cellText } from '../cells';
import { fit, type Line, lineLength, type Span, spread, text } from '../frame';
import { intervalText } from '../intervals';
import { keyBindings } from '../key-table';
import { isOn, shownKeys } from '../keys';
import { instanceOfNews } from '../news';
import { callingAlerts } from '../silence';
import type { Scene } from '../scene';
import type { ScreenName } from '../state';
import { activeTable, filterProblem } from '../active-table';

const inverse = (content: string, tone: Span['tone'] = 'plain'): Span => ({
  text: content,
  tone,
  inverse: true,
});

/** ` uwtop  WHAT              FROZEN  every 1s  14:03:22 `: of the parts, the more important first, what fits. */
export function titleLine(scene: Scene, parts: readonly string[]): Line {
  const { ui, size, now, clock, label, activity, glyphs } = scene;
  const frozen = ui.frozen && `FROZEN ${duration((now.wallMs - ui.frozen.wallMs) / 1000)}`;
  // Beside the name, and not where little room takes it away.
  const name = [
    inverse(' uwtop ', 'strong'),
    ...(scene.showSecrets ? [inverse(' SECRETS SHOWN ', 'critical')] : []),
  ];
  const state = stateThatFits(
    {
      label: label === undefined ? [] : [inverse(` ${label} `, 'warning')],
      alerts: alertBadge(scene),
      quiet: quietBadge(scene),
      frozen: frozen === undefined ? [] : [inverse(` ${frozen} `, 'paused')],
      activity: activity === undefined ? [] : [inverse(` ${activity} `, 'warning')],
      interval: [intervalSpan(scene)],
      clock: [inverse(`  ${clock(now.wallMs)} `)],
    },
    size.columns - lineLength(name) - leastNameCells,
  );
  const room = size.columns - lineLength(state) - lineLength(name) - 2;
  const what = fittingParts(
    parts.map((part) => cellText(part, glyphs.ascii)),
    room,
  );
  const cut = what.length > room ? fit(what, room, 'left', glyphs) : what;
  return spread([...name, inverse(` ${cut}`)], state, size.columns).map((span) => ({
    ...span,
    inverse: true,
  }));
}

/** That the targets are asked less often than somebody wished is worth a colour. */
function intervalSpan({ ui: { intervalMs }, paceMs = intervalMs }: Scene): Span {
  if (paceMs <= intervalMs) return inverse(`  every ${intervalText(intervalMs)}`);
  return inverse(`  every ${intervalText(paceMs)}, not ${intervalText(intervalMs)}`, 'warning');
}

/** A name of which so much is left can still be told from others. */
const leastNameCells = 10;

/** What goes first where there is no room; that a picture is frozen, or of another time, is always said. */
const dropOrder = ['interval', 'quiet', 'clock', 'label', 'alerts'] as const;

function stateThatFits(
  parts: Readonly<Record<(typeof dropOrder)[number] | 'frozen' | 'activity', Line>>,
  room: number,
): Line {
  const left = new Set<string>(Object.keys(parts));
  const shown = () => Object.entries(parts).flatMap(([name, part]) => (left.has(name) ? part : []));
  for (const part of dropOrder) {
    if (lineLength(shown()) <= room) break;
    left.delete(part);
  }
  return shown();
}

const wideColumns = 100;

/** They show one instance. */
const insideScreens: ReadonlySet<ScreenName> = new Set(['instance', 'worker', 'system', 'tune']);

/** Of the instance that is looked at, and of the others. */
function callingHere({ alerts, ui, fleet }: Scene): {
  readonly here: readonly Alert[];
  readonly elsewhere: number;
} {
  const all = callingAlerts(alerts, ui);
  const inside = insideScreens.has(ui.screen);
  const one = inside ? ui.instanceId : ui.screen === 'events' ? instanceOfNews(fleet, ui) : undefined;
  const here = one === undefined ? all : all.filter(({ targetId }) => targetId === one);
  return { here, elsewhere: all.length - here.length };
}

function alertBadge(scene: Scene): Span[] {
  const { here } = callingHere(scene);
  const critical = here.filter(({ severity }) => severity === 'critical').length;
  const parts = [
    ...(critical > 0 ? [`${critical} critical`] : []),
    ...(here.length > critical ? [plural(here.length - critical, 'warning')] : []),
  ];
  if (parts.length === 0) return [];
  return [inverse(` ${parts.join(' ')} `, critical > 0 ? 'critical' : 'warning')];
}

/** Silence is told as well. */
function quietBadge(scene: Scene): Span[] {
  const { ui, size } = scene;
  const { elsewhere } = callingHere(scene);
  const quiet = [
    // The name of what is looked at matters more where there is little room.
    ...(elsewhere > 0 && (size.columns >= wideColumns || ui.screen === 'events')
      ? [`${elsewhere} elsewhere`]
      : []),
    ...(ui.muted.size > 0 ? [`${ui.muted.size} muted`] : []),
  ];
  return quiet.length === 0 ? [] : [inverse(` ${quiet.join(' ')} `, 'label')];
}

/** The first part always, each further one while there is room. */
function fittingParts([first = '', ...rest]: readonly string[], room: number): string {
  let shown = first;
  for (const part of rest) {
    if (shown.length + 2 + part.length > room) break;
    shown += `  ${part}`;
  }
  return shown;
}

/**
 * Why an instance shows old numbers or none, and what to do; nothing while all is well.
 *
 * @param isWhole on as many lines as it takes: there is nothing below that needs the room
 */
export function troubleLines(scene: Scene, instance: InstanceState, isWhole = false): Line[] {
  const { failure, seen, polls, hint } = instance;
  const { glyphs, size, now } = scene;
  if (failure !== undefined) {
    const { cause, advice } = explainFailure(failure);
    const age =
      seen === undefined
        ? 'never answered'
        : `numbers are ${duration((now.monotonicMs - seen.monotonicMs) / 1000)} old`;
    const tone = instance.phase === 'stale' ? 'warning' : 'critical';
    const head = ` ${instance.phase.toUpperCase()} `;
    const first = cellText(`${cause}; ${age}, ${plural(polls.missed, 'poll')} missed`, glyphs.ascii);
    if (isWhole) {
      const [begin = '', ...more] = wrap(`${head} ${first}`, size.columns - 1);
      return [
        [{ text: head, tone, inverse: true }, text(begin.slice(head.length), tone)],
        ...more.map((line) => [text(` ${line}`, tone)]),
        ...wrap(cellText(advice, glyphs.ascii), size.columns - 2).map((line) => [text(` ${line}`)]),
      ];
    }
    return [
      [
        { text: head, tone, inverse: true },
        text(` ${fit(first, size.columns - head.length - 1, 'left', glyphs)}`, tone),
      ],
      [text(fit(` ${advice}`, size.columns, 'left', glyphs), 'plain')],
    ];
  }
  return hint === undefined
    ? []
    : [[text(fit(` ${cellText(hint, glyphs.ascii)}`, size.columns, 'left', glyphs), 'label')]];
}

/** The keys, or what is being typed. */
export function footerLine(scene: Scene, position = ''): Line {
  const { ui, size, glyphs } = scene;
  const table = activeTable(ui);
  const { filter } = ui.tables[table];
  const problem = filterProblem(scene, ui);
  const wrong = problem === undefined ? [] : [text(`${cellText(problem, glyphs.ascii)} `, 'warning')];
  if (ui.typing) {
    const typed = [text('/', 'strong'), text(cellText(filter, glyphs.ascii)), { text: ' ', inverse: true }];
    const usual = [text('Enter keeps  Esc clears ', 'dim')];
    return spread(typed, problem === undefined ? usual : [text(' '), ...wrong], size.columns);
  }
  if (ui.time !== undefined) {
    const typed = [text(':', 'strong'), text(cellText(ui.time, glyphs.ascii)), { text: ' ', inverse: true }];
    return spread(typed, [text('14:03  +5m  -30s  50%  Enter goes there  Esc closes ', 'dim')], size.columns);
  }
  if (ui.said !== undefined) {
    return [text(fit(` ${cellText(ui.said, glyphs.ascii)}`, size.columns, 'left', glyphs), 'warning')];
  }
  const left = filter === '' ? [] : [text(` /${cellText(filter, glyphs.ascii)} `, 'warning'), ...wrong];
  const right = position === '' ? [] : [text(`${position} `, 'warning')];
  let room = size.columns - lineLength(left) - lineLength(right);
  const hints: Span[] = [];
  for (const binding of keyBindings.filter((candidate) => isOn(candidate, ui, table))) {
    const { label } = binding;
    const key = shownKeys(binding, glyphs.ascii).split(' ')[0] ?? '';
    if (label === undefined || room < key.length + label.length + 2) continue;
    hints.push(text(` ${key}`, 'strong'), text(` ${label}`, 'label'));
    room -= key.length + label.length + 2;
  }
  return spread([...left, ...hints], right, size.columns);
}
