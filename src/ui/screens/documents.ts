/** Emperors and routers have no workers: their vassals and subscriptions, listed. */
import { count, duration } from '../../format/quantity';
import type { Seen } from '../../model/seen';
import { isInTrouble, type VassalState } from '../../model/vassal';
import type { RouterDocument } from '../../stats/schema';
import { displayText } from '../../format/text';
import { cellText } from '../cells';
import { fit, type Line, text } from '../frame';
import type { Scene } from '../scene';

export function documentLines({ sighting: { snapshot }, vassals }: Seen, scene: Scene): Line[] {
  switch (snapshot.kind) {
    case 'emperor':
      return emperorLines(vassals, scene);
    case 'router':
      return routerLines(snapshot.document, scene);
    case 'worker':
      return [];
  }
}

function emperorLines(vassals: readonly VassalState[], scene: Scene): Line[] {
  const header = row(scene, ['VASSAL', 'PID', 'STATE', 'CRASHES', 'RETRY']);
  const rows = vassals.map((vassal) => {
    const { id, pid, state, attempts, throttleMs } = vassal;
    const retry = throttleMs === undefined ? '' : duration(throttleMs / 1000);
    const line = row(scene, [id, pid > 0 ? String(pid) : '-', state, count(attempts), retry]);
    return isInTrouble(vassal) ? line.map((span) => ({ ...span, tone: 'critical' as const })) : line;
  });
  return [labelled(header), ...rows];
}

function routerLines(
  { subscriptions = [], active_sessions: sessions }: RouterDocument,
  scene: Scene,
): Line[] {
  const header = row(scene, ['SUBSCRIPTION / NODE', 'REQS', 'IN FLIGHT', 'FAILURES']);
  const rows = subscriptions.flatMap(({ key, hits, nodes = [] }) => [
    row(scene, [key, count(hits), '', '']),
    ...nodes.map((node) =>
      row(scene, [`  ${node.name}`, count(node.requests), count(node.ref), count(node.failcnt)]),
    ),
  ]);
  return [[text(` active sessions ${count(sessions)}`, 'label')], labelled(header), ...rows];
}

function row({ size, glyphs }: Scene, [name = '', ...rest]: readonly string[]): Line {
  const width = 12;
  const room = size.columns - rest.length * width - 1;
  const shown = fit(cellText(displayText(name), glyphs.ascii), room, 'left', glyphs);
  return [text(` ${shown}`), ...rest.map((cell) => text(fit(cell, width, 'right', glyphs)))];
}

const labelled = (line: Line): Line => line.map((span) => ({ ...span, tone: 'label', inverse: true }));
