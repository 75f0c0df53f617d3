/** The head of the Tune screen: the load as it was measured, and how many slots are enough for it. */
import type { ConcurrencyShare, ExpectedWait, LoadSummary, Sizing } from '../../advisor/advice';
import { number as erlangs } from '../../advisor/words';
import { count, duration, milliseconds, percent, rate } from '../../format/quantity';
import { type Line, lineLength, text } from '../frame';
import { levelGlyph } from '../../format/glyphs';
import type { Scene } from '../scene';

export function loadLines(load: LoadSummary, sizing: Sizing | undefined, scene: Scene): Line[] {
  return [
    row('seen', seenParts(load), scene),
    row('load', loadParts(load), scene),
    ...hours(load, scene),
    ...concurrencyLine(load.concurrency, scene),
    ...(sizing === undefined ? [] : sizingLines(sizing, load, scene)),
  ];
}

const labelCells = 11;

/** As many of the parts as there is room for, the more important first. */
function row(label: string, parts: readonly string[], { size }: Scene): Line {
  const line = [text(` ${label}`.padEnd(labelCells), 'label')];
  parts.forEach((part, index) => {
    const more = index === 0 ? part : `, ${part}`;
    if (lineLength(line) + more.length <= size.columns) line.push(text(more));
  });
  return line;
}

const seenParts = ({
  seconds,
  requests,
  requestsPerSecond,
  serviceSeconds,
  variation,
  kills,
}: LoadSummary) => [
  duration(Math.round(seconds)),
  `${count(requests)} requests`,
  `${rate(requestsPerSecond)}/s`,
  ...(serviceSeconds === undefined ? [] : [`${milliseconds(serviceSeconds * 1000)} each`]),
  ...(variation === undefined ? [] : [`spread ${variation.toFixed(1)} of the mean`]),
  ...(kills > 0 ? [`${count(kills)} killed`] : []),
];

const loadParts = ({
  erlangs: mean,
  windows,
  saturated,
  isLowerBound,
  cpuShare,
  longestQueue,
}: LoadSummary) => [
  `${isLowerBound ? 'at least ' : ''}${erlangs(mean)} erlangs`,
  `p95 ${erlangs(windows.p95)}`,
  `most ${erlangs(windows.highest)} in ${duration(windows.windowSeconds)}`,
  `median ${erlangs(windows.p50)}`,
  `quiet ${erlangs(windows.p10)}`,
  ...(saturated > 0 ? [`saturated ${percent(saturated)} of the time`] : []),
  ...(cpuShare === undefined ? [] : [`${percent(cpuShare)} of it CPU`]),
  ...(longestQueue === undefined || longestQueue === 0 ? [] : [`queue up to ${longestQueue}`]),
];

function hours({ quietHour, peakHour }: LoadSummary, scene: Scene): Line[] {
  if (quietHour === undefined || peakHour === undefined) return [];
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return [
    row(
      'hours',
      [
        `busiest from ${clock(peakHour.hour)} with ${erlangs(peakHour.erlangs)}`,
        `quietest from ${clock(quietHour.hour)} with ${erlangs(quietHour.erlangs)}`,
      ],
      scene,
    ),
  ];
}

/** `in flight  0 ▆▃▂▁▁▁▁ 7`: for how much of the time there were so many. */
function concurrencyLine(shares: readonly ConcurrencyShare[], { size, glyphs }: Scene): Line[] {
  const most = shares.reduce((highest, { inFlight }) => Math.max(highest, inFlight), 0);
  const tallest = shares.reduce((highest, { share }) => Math.max(highest, share), 0);
  if (most === 0 || tallest === 0) return [];
  const room = Math.min(60, size.columns - labelCells - 24);
  const perCell = Math.max(1, Math.ceil((most + 1) / room));
  const cells = Array.from({ length: Math.ceil((most + 1) / perCell) }, () => 0);
  for (const { inFlight, share } of shares) {
    const place = Math.floor(inFlight / perCell);
    cells[place] = (cells[place] ?? 0) + share;
  }
  const highest = Math.max(...cells);
  const often = shares.reduce((found, one) => (one.share > found.share ? one : found));
  return [
    [
      text(' in flight'.padEnd(labelCells), 'label'),
      text('0 ', 'dim'),
      text(cells.map((share) => levelGlyph(glyphs, share / highest)).join(''), 'busy'),
      text(` ${most}`, 'dim'),
      text(`  mostly ${often.inFlight} (${percent(often.share)})`),
    ],
  ];
}

function sizingLines(
  { target, erlangs: sizedFor, slots, plainSlots, expected, today, bounds, binding }: Sizing,
  load: LoadSummary,
  scene: Scene,
): Line[] {
  const goal =
    target.kind === 'wait-probability'
      ? `at most ${percent(target.share)} of requests wait`
      : `95% wait at most ${milliseconds(target.seconds * 1000)}`;
  const lower = load.isLowerBound ? 'at least ' : '';
  const bound = bounds.find(({ by }) => by === binding);
  return [
    row(
      'enough',
      [`${lower}${slots} slots at ${erlangs(sizedFor)} erlangs: ${goal}`, `by the 70% rule ${plainSlots}`],
      scene,
    ),
    row('expected', [waitText(expected)], scene),
    ...(today === undefined ? [] : [row('today', [waitText(today)], scene)]),
    ...(bound === undefined ? [] : [row('bound', [bound.reason], scene)]),
  ];
}

/** Less reads as 0. */
const leastSeconds = 5e-6;

function waitText({ slots, probability, meanSeconds, p95Seconds }: ExpectedWait): string {
  if (probability >= 1) return `with ${slots} slots every request waits, and the queue only grows`;
  const waits = `with ${slots} slots ${percent(probability)} wait`;
  if (meanSeconds === undefined || p95Seconds === undefined) return waits;
  const most = p95Seconds === 0 ? '95% not at all' : `95% within ${milliseconds(p95Seconds * 1000)}`;
  return `${waits}, ${meanSeconds < leastSeconds ? 'hardly' : milliseconds(meanSeconds * 1000)} on average, ${most}`;
}
