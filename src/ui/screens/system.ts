/**
 * The System screen: what an instance has beside its workers, a table each; of an emperor and a router their own.
 *
 *      SOCKET                    PROTOCOL       QUEUE TOLD BY
 *      127.0.0.1:8000            http           3/100 uwsgi
 *
 *      CACHE                     HITS NOW   HITS LOOKUPS/S           FILL
 *      sessions                       91%    88%       120 ▆▆▆▁▁▁▁▁   37%
 */
import type { InstanceState } from '../../model/instance';
import type { Seen } from '../../model/seen';
import { type Frame, type Line, text } from '../frame';
import type { Scene } from '../scene';
import { shownInstance } from '../select';
import { documentLines } from './documents';
import { instanceTitle, scrolled, scrolledLines } from './instance';
import { sectionsOf } from './system-sections';
import { titleLine, troubleLines } from './title';

export function systemScreen(scene: Scene): Frame {
  const instance = shownInstance(scene.fleet, scene.ui);
  if (instance?.seen === undefined) return nothingYet(scene, instance);
  const head = [
    titleLine(scene, ['system', ...instanceTitle(instance, scene)]),
    ...troubleLines(scene, instance),
  ];
  const { snapshot } = instance.seen.sighting;
  if (snapshot.kind !== 'worker') return scrolled(scene, head, documentLines(instance.seen, scene));
  const lines = contentOf(instance, instance.seen, scene);
  return scrolledLines(scene, head, { length: lines.length, at: (index) => lines[index]?.() ?? [] });
}

type LazyLine = () => Line;

/** Made as they come into sight: there can be thousands of metrics. */
function contentOf(instance: InstanceState, seen: Seen, scene: Scene): LazyLine[] {
  const { filter } = scene.ui.tables.system;
  const sections = sectionsOf(instance, seen, scene);
  const filled = sections.filter(({ rows }) => rows.length > 0);
  const lines: LazyLine[] = [];
  for (const { header, rows, note } of filled) {
    lines.push(
      () => [],
      () => header,
      ...rows,
    );
    if (note !== undefined && filter === '') lines.push(() => [text(` ${note}`, 'dim')]);
  }
  if (filter !== '' && filled.length === 0)
    return [() => [], () => [text('  nothing matches the filter; Esc clears it', 'dim')]];
  const missing = sections.filter(({ rows }) => rows.length === 0).map(({ absence }) => absence);
  if (filter !== '' || missing.length === 0) return lines;
  return [...lines, () => [], ...missing.map((absence): LazyLine => () => [text(` ${absence}`, 'dim')])];
}

function nothingYet(scene: Scene, instance: InstanceState | undefined): Frame {
  const what =
    instance === undefined ? 'no instance is chosen; 1 shows the fleet' : 'no answer yet: nothing to show';
  const parts = instance === undefined ? [] : instanceTitle(instance, scene);
  const trouble = instance === undefined ? [] : troubleLines(scene, instance);
  return scrolled(
    scene,
    [titleLine(scene, ['system', ...parts]), ...trouble],
    [[], [text(`  ${what}`, 'dim')]],
  );
}
