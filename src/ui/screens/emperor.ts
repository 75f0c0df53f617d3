/**
 * The Instance screen of an emperor, and what other screens say of emperors.
 *
 *     uwtop  main /run/emperor.sock  uWSGI 2.0.30  pid 4711              every 1s  14:03:22
 *     9 vassals   6 accepting  1 starting  1 on demand  1 blacklisted
 *     tyrant   looks into /etc/uwsgi/vassals   longest wait 3m00
 *     (the vassals)
 *     keys
 */
import type { Tone } from '../../columns/column';
import { vassalColumns } from '../../columns/vassal-columns';
import { duration, plural } from '../../format/quantity';
import { reignOver } from '../../model/empire';
import type { InstanceState } from '../../model/instance';
import type { Seen } from '../../model/seen';
import { vassalStates, type VassalState } from '../../model/vassal';
import { cellText } from '../cells';
import { type Frame, type Line, type Span, text } from '../frame';
import type { Scene } from '../scene';
import { shownVassals } from '../select';
import { tableFrame } from './table-frame';

export function emperorFrame(
  scene: Scene,
  instance: InstanceState,
  { head, seen }: { readonly head: readonly Line[]; readonly seen: Seen },
): Frame {
  const { ui } = scene;
  const isFiltered = ui.tables.vassals.filter !== '';
  return tableFrame(scene, {
    head: [...head, ...emperorLines(seen, scene)],
    columns: vassalColumns,
    rows: shownVassals(instance, ui),
    view: ui.tables.vassals,
    aged: instance.phase !== 'up',
    empty: isFiltered ? 'no vassal matches the filter; Esc clears it' : 'this emperor has no vassals',
  });
}

const alarming: Partial<Record<VassalState['state'], Tone>> = {
  blacklisted: 'critical',
  cursed: 'critical',
  starting: 'warning',
};

/** How many vassals are in which state, and how the emperor goes about it. */
export function emperorLines({ vassals, sighting: { snapshot } }: Seen, { glyphs }: Scene): Line[] {
  if (snapshot.kind !== 'emperor') return [];
  const { emperor: monitors = [], emperor_tyrant: tyrant } = snapshot.document;
  // The document's own throttle_level is always 0.
  const waits = vassals.flatMap(({ state, throttleMs }) =>
    state === 'blacklisted' ? (throttleMs ?? []) : [],
  );
  const places = cellText(monitors.join('  '), glyphs.ascii);
  return [
    [text(` ${plural(vassals.length, 'vassal')}  `, 'strong'), ...stateSpans(vassals)],
    [
      ...(monitors.length > 0 ? [text(' looks into ', 'label'), text(`${places}  `)] : []),
      ...(waits.length > 0
        ? [text(' longest wait ', 'label'), text(`${duration(Math.round(Math.max(...waits) / 1000))}  `)]
        : []),
      ...((tyrant ?? 0) > 0 ? [text(' tyrant', 'label')] : []),
    ],
  ];
}

const stateSpans = (vassals: readonly VassalState[]): Span[] =>
  [...vassalStates].reverse().flatMap((state) => {
    const amount = vassals.filter((vassal) => vassal.state === state).length;
    return amount === 0 ? [] : [text(` ${amount} ${state} `, alarming[state] ?? 'plain')];
  });

/** Who runs this instance, where that is known, and what reinforces it. */
export function reignLines({ fleet, glyphs }: Scene, instance: InstanceState): Line[] {
  const reign = reignOver(fleet, instance);
  if (reign === undefined) return [];
  const { emperor, vassal, zergs } = reign;
  const what =
    vassal.reinforces === undefined
      ? `vassal ${vassal.id}`
      : `zerg ${vassal.id}, reinforces ${vassal.reinforces},`;
  const help = zergs.length === 0 ? '' : `, reinforced by ${plural(zergs.length, 'zerg')}`;
  return [
    [text(` ${cellText(`${what} of the emperor ${emperor.target.name}${help}`, glyphs.ascii)}`, 'label')],
  ];
}
