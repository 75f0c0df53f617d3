/**
 * The System screen: what an instance has beside its workers, a table each; of an emperor and a router their own.
 *
 *      SOCKET                    PROTOCOL       QUEUE TOLD BY
 *      127.0.0.1:8000            http           3/100 uwsgi
 *
 *      CACHE                     HITS NOW   HITS LOOKUPS/S           FILL
 *      sessions                       91%    88%       120 ▆▆▆▁▁▁▁▁   37%
 */
import { wrap } from '../../format/text';
import type { InstanceState } from '../../model/instance';
import type { Seen } from '../../model/seen';
import { cellText } from '../cells';
import { type Frame, type Line, text } from '../frame';
import type { Scene } from '../scene';
import { shownInstance } from '../select';
import { documentLines } from './documents';
import { instanceTitle } from './instance';
import { scrolled, scrolledLines } from './page';
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
  const isFiltered = scene.ui.tables.system.filter !== '';
  const sections = sectionsOf(instance, seen, scene);
  const filled = sections.filter(({ rows }) => rows.length > 0);
  if (isFiltered) {
    return filled.length === 0
      ? said('nothing matches the filter; Esc clears it', scene)
      : filled.flatMap(({ header, rows }) => [() => [], () => header, ...rows]);
  }
  const empty = sections.filter(({ rows }) => rows.length === 0);
  return [
    ...filled.flatMap(({ header, rows, notes }) => [
      () => [],
      () => header,
      ...rows,
      ...notes.flatMap((note) => said(note, scene)),
    ]),
    () => [],
    ...empty.flatMap(({ absence, notes }) => said([absence, ...notes].join('; '), scene)),
  ];
}

/** On as many lines as it takes. */
const said = (sentence: string, { size, glyphs }: Scene): LazyLine[] =>
  wrap(cellText(sentence, glyphs.ascii), size.columns - 2).map((line): LazyLine => () => [
    text(` ${line}`, 'dim'),
  ]);

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
