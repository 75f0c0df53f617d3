/** The head of the Instance screen: what an operator must read from two metres away. */
import { busynessTone } from '../../columns/busyness-tone';
import type { Tone } from '../../columns/column';
import { queueTone } from '../../columns/queue-tone';
import { bytes, count, milliseconds, percent, plural, rate } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import type { Totals } from '../../model/totals';
import { window } from '../../model/series';
import { type Line, lineLength, type Span, text } from '../frame';
import { barText, type Glyphs, levelGlyph } from '../../format/glyphs';
import type { Scene } from '../scene';

export function meterLines(instance: InstanceState, totals: Totals, scene: Scene): Line[] {
  const width = Math.min(40, Math.max(10, Math.floor(scene.size.columns / 4)));
  const { glyphs } = scene;
  const meter = (label: string, share: number | undefined, value: string, tone: Tone): Span[] => [
    text(` ${label.padEnd(9)}`, 'label'),
    ...bar(glyphs, share, width, tone),
    text(value.padStart(8), tone === 'plain' ? 'strong' : tone),
    text('   '),
  ];
  const queueShare =
    totals.listenQueue === undefined || totals.listenQueueMax === undefined
      ? undefined
      : totals.listenQueue / totals.listenQueueMax;
  const queue =
    totals.listenQueue === undefined ? '-' : `${totals.listenQueue}/${totals.listenQueueMax ?? '-'}`;
  const rising = (totals.exceptionsPerSecond ?? 0) > 0;
  const killed = (totals.harakiriCount ?? 0) > 0;
  const beside = (left: Span[], right: readonly Line[], gap: number) =>
    withWhatFits(left, right, { gap, columns: scene.size.columns });
  return [
    beside(
      meter('busyness', totals.busyness, percent(totals.busyness), busynessTone(totals.busyness)),
      workerCounts(totals),
      2,
    ),
    beside(
      meter('slots', totals.slotUse, percent(totals.slotUse), busynessTone(totals.slotUse)),
      [
        figure('req/s', rate(totals.requestsPerSecond)),
        figure('time', milliseconds(totals.serviceTimeMs)),
        figure('tx/s', bytes(totals.txBytesPerSecond)),
      ],
      3,
    ),
    beside(
      meter('queue', queueShare, queue, waitingTone(queueShare, totals)),
      [
        figure('rss', bytes(totals.rssBytes)),
        figure('kills', count(totals.harakiriCount), killed ? 'critical' : 'plain'),
        exceptionsFigure(totals, scene.size.columns, rising ? 'warning' : 'plain'),
      ],
      3,
    ),
    ...(instance.polls.repaired > 0 && scene.size.rows >= 40 ? [repairLine(instance)] : []),
  ];
}

function bar(glyphs: Glyphs, share: number | undefined, width: number, tone: Tone): Span[] {
  if (share === undefined)
    return [text(glyphs.barLeft, 'dim'), text(' '.repeat(width)), text(glyphs.barRight, 'dim')];
  const { full, empty } = barText(glyphs, share, width);
  const painted = tone === 'plain' ? 'busy' : tone;
  return [text(glyphs.barLeft, 'dim'), text(full, painted), text(empty, 'dim'), text(glyphs.barRight, 'dim')];
}

/** What does not fit beside a meter is left out as a whole: half a number would be another number. */
function withWhatFits(
  meter: Line,
  figures: readonly Line[],
  { gap, columns }: { gap: number; columns: number },
): Line {
  const shown = [...meter];
  let room = columns - lineLength(meter);
  for (const figure of figures) {
    if (lineLength(figure) > room) continue;
    shown.push(...figure, text(' '.repeat(Math.min(gap, room - lineLength(figure)))));
    room -= lineLength(figure) + gap;
  }
  return shown;
}

const figure = (label: string, value: string, tone: Tone = 'plain'): Line => [
  text(`${label} `, 'label'),
  text(value, tone === 'plain' ? 'strong' : tone),
];

/** `12 busy  4 idle  2 cheap  of 16`, leaving out what there is none of. */
function workerCounts({ byActivity, workers }: Totals): Line[] {
  const parts: [number, string, Tone][] = [
    [byActivity.busy, 'busy', 'busy'],
    [byActivity.idle, 'idle', 'plain'],
    [byActivity.starting, 'starting', 'warning'],
    [byActivity.signal, 'in signal', 'signal'],
    [byActivity.paused, 'paused', 'paused'],
    [byActivity.draining, 'draining', 'cheap'],
    [byActivity.cheap, 'cheap', 'cheap'],
    [byActivity.exited, 'exited', 'cheap'],
  ];
  const shown = parts.filter(([amount], index) => amount > 0 || index < 2);
  return [
    ...shown.map(([amount, word, tone]) => [text(`${amount} ${word}`, tone)]),
    [text(`of ${plural(workers, 'worker')}`, 'label')],
  ];
}

/** One that waits is too many where nobody is free to take it. */
function waitingTone(share: number | undefined, totals: Totals): Tone {
  if (share === undefined) return 'dim';
  const allBusy = totals.active > 0 && totals.byActivity.busy === totals.active;
  const tone = queueTone(share);
  return tone === 'plain' && (totals.listenQueue ?? 0) > 0 && allBusy ? 'warning' : tone;
}

/** Where a longer text would not fit while they rise, it must not go just then. */
function exceptionsFigure(
  { exceptions: total, exceptionsPerSecond }: Totals,
  columns: number,
  tone: Tone,
): Line {
  if (columns < 100) return figure('exc', count(total), tone);
  const pace = (exceptionsPerSecond ?? 0) > 0 ? ` (${rate(exceptionsPerSecond)}/s)` : '';
  return figure('exceptions', `${count(total)}${pace}`, tone);
}

function repairLine({ polls }: InstanceState): Line {
  return [
    text(
      ` ${plural(polls.repaired, 'answer')} of ${polls.total} had to be mended before they could be read`,
      'dim',
    ),
  ];
}

/** Where there is no room for charts: the last minutes of busyness and requests in one line. */
export function stripLine(instance: InstanceState, scene: Scene): Line {
  const { seen, history } = instance;
  if (seen === undefined) return [];
  const cells = Math.floor((scene.size.columns - 32) / 2);
  const span = { count: cells, bucketMs: stripBucketMs, nowMs: seen.monotonicMs };
  const busyness = window(history.busyness, span);
  const requests = window(history.requestsPerSecond, span);
  const most = Math.max(...requests.map((value) => value ?? 0), 1);
  const marks = (values: readonly (number | undefined)[], scale: number) =>
    values.map((value) => levelGlyph(scene.glyphs, value === undefined ? undefined : value / scale)).join('');
  return [
    text(' busyness ', 'label'),
    text(marks(busyness, 1), 'busy'),
    text('   req/s ', 'label'),
    text(marks(requests, most), 'busy'),
    text(` max ${rate(most)}`, 'dim'),
  ];
}

const stripBucketMs = 5000;
