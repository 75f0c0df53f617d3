/** Emperors and routers have no workers: their vassals and subscriptions, listed. */
import { count } from '../../format/quantity';
import type { EmperorDocument, RouterDocument, Snapshot } from '../../stats/schema';
import { displayText } from '../../format/text';
import { cellText } from '../cells';
import { fit, type Line, text } from '../frame';
import type { Scene } from '../scene';

export function documentLines(snapshot: Snapshot, scene: Scene): Line[] {
  switch (snapshot.kind) {
    case 'emperor':
      return emperorLines(snapshot.document, scene);
    case 'router':
      return routerLines(snapshot.document, scene);
    case 'worker':
      return [];
  }
}

function emperorLines({ vassals, blacklist = [] }: EmperorDocument, scene: Scene): Line[] {
  const attempts = new Map(blacklist.map(({ id, attempt }) => [id, attempt]));
  const header = row(scene, ['VASSAL', 'PID', 'STATE', 'CRASHES']);
  const rows = vassals.map((vassal) => {
    const crashes = attempts.get(vassal.id);
    const state = vassal.accepting
      ? 'accepting'
      : vassal.ready
        ? 'ready'
        : vassal.cursed
          ? 'cursed'
          : 'not ready';
    return row(scene, [vassal.id, vassal.pid > 0 ? String(vassal.pid) : '-', state, count(crashes)]);
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
