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
import { cutLine, type Frame, type Line, lineLength, text } from '../frame';
import { isMuted, type NewsRow, newsRows } from '../news';
import type { Scene } from '../scene';
import { firstRowShown } from '../select';
import { padded } from './instance';
import { footerLine, titleLine } from './title';

const detailLines = 4;

export function eventsScreen(scene: Scene): Frame {
  const { ui, size, glyphs } = scene;
  const rows = newsRows(scene, ui);
  const head = [titleLine(scene, ['alerts and events'])];
  const height = Math.max(1, size.rows - head.length - 1 - detailLines);
  const { cursor, top, filter } = ui.tables.events;
  const cursorIndex = Math.max(
    0,
    rows.findIndex(({ key }) => key === cursor),
  );
  const first = firstRowShown({ top, cursorIndex, rows: rows.length, height });
  const none =
    filter === ''
      ? 'no alert stands, and nothing has happened since uwtop was started'
      : 'nothing matches the filter; Esc clears it';
  const list =
    rows.length === 0
      ? [[], [text(`  ${none}`, 'dim')]]
      : rows.slice(first, first + height).map((row, index) => {
          const line = cutLine(newsLine(row, scene), size.columns, glyphs);
          return first + index === cursorIndex ? selected(line, size.columns) : line;
        });
  const chosen = rows[cursorIndex];
  const detail = chosen === undefined ? [] : detailOf(chosen, scene);
  const more =
    rows.length > height ? `${first + 1}-${Math.min(first + height, rows.length)} of ${rows.length}` : '';
  return {
    lines: [...head, ...padded(list, height), ...padded(detail, detailLines), footerLine(scene, more)],
    charts: [],
    page: { rows: height, textLines: 0 },
  };
}

function selected(line: Line, width: number): Line {
  const content = line.map((span) => span.text).join('');
  return [{ text: content + ' '.repeat(Math.max(0, width - lineLength(line))), inverse: true }];
}

function newsLine({ alert, event }: NewsRow, scene: Scene): Line {
  const { clock, glyphs, ui } = scene;
  if (alert === undefined) {
    return [
      text(` ${clock(event.wallMs)}          `, 'dim'),
      text(` ${cellText(event.instance, glyphs.ascii)} `, 'label'),
      text(cellText(describeEvent(event), glyphs.ascii), toneOf(event)),
    ];
  }
  const isKnown = ui.acknowledged.has(alert.id);
  const quiet = isMuted(ui, alert) ? 'muted' : isKnown ? 'ack' : undefined;
  const tone: Tone = quiet === undefined ? alert.severity : 'dim';
  return [
    text(` ${clock(alert.sinceMs)} `, 'dim'),
    text((quiet ?? alert.severity.toUpperCase()).padEnd(9), tone),
    text(` ${cellText(alert.instance, glyphs.ascii)} `, 'label'),
    text(cellText(alert.message, glyphs.ascii), tone),
  ];
}

/** Nothing of a sentence is lost because a terminal is narrow. */
function detailOf({ alert, event }: NewsRow, { size, glyphs, now }: Scene): Line[] {
  const ago = (wallMs: number) => duration(Math.max(0, now.wallMs - wallMs) / 1000);
  const said =
    alert === undefined
      ? `${event.instance}, ${ago(event.wallMs)} ago: ${describeEvent(event)}`
      : `${alert.instance}, ${alert.severity} for ${ago(alert.sinceMs)} (rule ${alert.rule}): ${alert.message}`;
  const lines = wrap(cellText(said, glyphs.ascii), size.columns - 2).slice(0, detailLines - 1);
  return [[], ...lines.map((line): Line => [text(` ${line}`)])];
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
