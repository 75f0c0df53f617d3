/**
 * The Events screen: the alerts that stand, below them what happened, the newest first; at the bottom the whole of what
 * the cursor is on.
 *
 *     14:03:22 CRITICAL shop  worker 3: GET /slow has been running for 49s, harakiri (1m00) kills it …
 *     14:02:11          shop  worker 7 recycled by max-requests: 1.5k of 1.5k requests, pid 4711 is now 4799
 */
import type { Tone } from '../../columns/column';
import { duration } from '../../format/quantity';
import { wrap } from '../../format/text';
import { describeEvent } from '../../model/describe-event';
import type { FleetEvent } from '../../model/events';
import { cellText } from '../cells';
import { cursorIndex } from '../cursor';
import { cutLine, fitEnd, type Frame, type Line, lineLength, type Span, text } from '../frame';
import { instanceOfNews, type NewsRow, newsRows } from '../news';
import { isAcknowledged, isMuted } from '../silence';
import { nameCells } from './name-cells';
import type { Scene } from '../scene';
import { firstRowShown } from '../select';
import { padded } from './page';
import { footerLine, titleLine } from './title';

const detailLines = 4;

export function eventsScreen(scene: Scene): Frame {
  const { ui, size, glyphs } = scene;
  const rows = newsRows(scene, ui);
  const one = instanceOfNews(scene.fleet, ui);
  const name = one === undefined ? undefined : scene.fleet.instances.get(one)?.target.name;
  const head = [
    titleLine(scene, [name === undefined ? 'alerts and events' : `alerts and events of ${name}`]),
  ];
  const height = Math.max(1, size.rows - head.length - 1 - detailLines);
  const { top, filter } = ui.tables.events;
  const chosenIndex = cursorIndex(
    ui.tables.events,
    rows.map(({ key }) => key),
  );
  const first = firstRowShown({ top, cursorIndex: chosenIndex, rows: rows.length, height });
  const nameWidth = nameCells(scene);
  const none =
    filter === ''
      ? 'no alert stands, and nothing has happened since uwtop was started'
      : 'nothing matches the filter; Esc clears it';
  const list =
    rows.length === 0
      ? [[], [text(`  ${none}`, 'dim')]]
      : rows.slice(first, first + height).map((row, index) => {
          const line = cutLine(newsLine(row, scene, nameWidth), size.columns, glyphs);
          return first + index === chosenIndex ? selected(line, size.columns) : line;
        });
  // A short list leaves the room below it to the sentence.
  const listed = Math.min(Math.max(rows.length, 1), height);
  const chosen = rows[chosenIndex];
  const detail = chosen === undefined ? [] : detailOf(chosen, scene, size.rows - head.length - 2 - listed);
  const listHeight = Math.min(height, Math.max(listed, height + detailLines - detail.length));
  const more =
    rows.length > height ? `${first + 1}-${Math.min(first + height, rows.length)} of ${rows.length}` : '';
  return {
    lines: [
      ...head,
      ...padded([...padded(list, listHeight), ...detail], height + detailLines),
      footerLine(scene, more),
    ],
    charts: [],
    page: { rows: height, textLines: 0, table: { line: head.length, first } },
  };
}

function selected(line: Line, width: number): Line {
  const content = line.map((span) => span.text).join('');
  return [{ text: content + ' '.repeat(Math.max(0, width - lineLength(line))), inverse: true }];
}

function newsLine(row: NewsRow, scene: Scene, nameWidth: number): Line {
  const { glyphs, ui } = scene;
  const clock = (wallMs: number) => timeText(wallMs, scene);
  const line = (time: string, word: Span, instance: string, said: Span): Line => [
    text(` ${time} `, 'dim'),
    { ...word, text: word.text.padEnd(9) },
    text(` ${fitEnd(cellText(instance, glyphs.ascii), nameWidth, glyphs)} `, 'label'),
    { ...said, text: cellText(said.text, glyphs.ascii) },
  ];
  switch (row.kind) {
    case 'event': {
      const { event } = row;
      return line(clock(event.wallMs), text(''), event.instance, text(describeEvent(event), toneOf(event)));
    }
    case 'past': {
      const { alert, endedMs } = row.past;
      const said = `${alert.severity} for ${duration((endedMs - alert.sinceMs) / 1000)}: ${alert.message}`;
      return line(clock(endedMs), text('over', 'dim'), alert.instance, text(said, 'dim'));
    }
    case 'notice':
      return line(' '.repeat(8), text('notice', 'label'), '', text(row.notice, 'warning'));
    case 'mute':
      return line(
        ' '.repeat(8),
        text('muted', 'dim'),
        row.instance,
        text(`${row.rule}: X listens again`, 'dim'),
      );
    case 'alert': {
      const { alert } = row;
      const quiet = isMuted(ui, alert) ? 'muted' : isAcknowledged(ui, alert) ? 'ack' : undefined;
      const tone: Tone = quiet === undefined ? alert.severity : 'dim';
      const word = text(quiet ?? alert.severity.toUpperCase(), tone);
      return line(clock(alert.sinceMs), word, alert.instance, text(alert.message, tone));
    }
  }
}

const daySeconds = 86_400;

/** The time of day, or how long ago where that would be another day's. */
function timeText(wallMs: number, { now, clock }: Scene): string {
  const ago = (now.wallMs - wallMs) / 1000;
  return (ago < daySeconds ? clock(wallMs) : `-${duration(ago)}`).padStart(8);
}

/** Nothing of a sentence is lost because a terminal is narrow. */
function detailOf(row: NewsRow, { size, glyphs, now }: Scene, room: number): Line[] {
  const ago = (wallMs: number) => duration(Math.max(0, now.wallMs - wallMs) / 1000);
  const whole = wrap(cellText(detailText(row, ago), glyphs.ascii), size.columns - 2);
  const lines = whole.slice(0, room);
  const last = lines.at(-1);
  if (last !== undefined && whole.length > room)
    lines[room - 1] = last.slice(0, size.columns - 3) + glyphs.ellipsis;
  return [[], ...lines.map((line): Line => [text(` ${line}`)])];
}

function detailText(row: NewsRow, ago: (wallMs: number) => string): string {
  switch (row.kind) {
    case 'event':
      return `${row.event.instance}, ${ago(row.event.wallMs)} ago: ${describeEvent(row.event)}`;
    case 'past': {
      const { alert, endedMs } = row.past;
      const lasted = duration((endedMs - alert.sinceMs) / 1000);
      return `${alert.instance}, over ${ago(endedMs)} ago after ${lasted} (rule ${alert.rule}): ${alert.message}`;
    }
    case 'notice':
      return row.notice;
    case 'mute':
      return `${row.instance}: the rule ${row.rule} is muted for this instance, and has nothing to say now`;
    case 'alert': {
      const { instance, severity, sinceMs, rule, message } = row.alert;
      return `${instance}, ${severity} (rule ${rule}), began ${ago(sinceMs)} ago: ${message}`;
    }
  }
}

const tones: Partial<Record<FleetEvent['kind'], Tone>> = {
  lost: 'critical',
  back: 'busy',
  reload: 'warning',
  'workers-reload': 'warning',
  'master-restart': 'warning',
  'target-changed': 'warning',
  exceptions: 'warning',
  'zombie-idle': 'warning',
  'dead-lock': 'warning',
  'vassal-cursed': 'critical',
  'vassal-serves': 'busy',
};

/** Recycling is what an operator asked for; a kill or a crash is not. */
function toneOf(event: FleetEvent): Tone {
  if (event.kind !== 'respawn') return tones[event.kind] ?? 'plain';
  const { by } = event.cause;
  if (by === 'harakiri' || by === 'crash') return 'critical';
  return by === 'unknown' || by.startsWith('evil') ? 'warning' : 'plain';
}
