/** The Events screen: what happened, the newest first. */
import type { Tone } from '../../columns/column';
import { describeEvent } from '../../model/describe-event';
import type { FleetEvent } from '../../model/events';
import { cellText } from '../cells';
import { type Frame, type Line, text } from '../frame';
import type { Scene } from '../scene';
import { eventRows } from '../select';
import { scrolled } from './instance';
import { titleLine } from './title';

export function eventsScreen(scene: Scene): Frame {
  const events = eventRows(scene.fleet, scene.ui);
  const filtered = scene.ui.tables.events.filter !== '';
  const none = filtered
    ? 'no event matches the filter; Esc clears it'
    : 'nothing has happened since uwtop was started';
  const content =
    events.length === 0 ? [[], [text(`  ${none}`, 'dim')]] : events.map((event) => eventLine(event, scene));
  return scrolled(scene, [titleLine(scene, ['events'])], content);
}

function eventLine(event: FleetEvent, { clock, glyphs }: Scene): Line {
  return [
    text(` ${clock(event.wallMs)} `, 'dim'),
    text(` ${cellText(event.instance, glyphs.ascii)} `, 'label'),
    text(cellText(describeEvent(event), glyphs.ascii), toneOf(event)),
  ];
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
