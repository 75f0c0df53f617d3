/**
 * The Tune screen: what the load asks for, and which values of the configuration would serve it.
 *
 *     seen       12m05  8.1k requests  11.2/s  240ms each
 *     load       2.7 erlangs, median 2.5, p95 4.1, at most 5.0
 *     enough     6 slots: 3% of the requests wait; today's 8: 1%; by the 70% rule 6
 *
 *     OPTION                  TODAY  ADVISED  WHY
 *     processes                   8        6  …
 */
import type { Advice } from '../../advisor/advice';
import { wrap } from '../../format/text';
import type { InstanceState } from '../../model/instance';
import { cellText } from '../cells';
import { type Frame, type Line, text } from '../frame';
import type { Scene } from '../scene';
import { shownInstance } from '../select';
import { instanceTitle } from './instance';
import { scrolled } from './page';
import { titleLine, troubleLines } from './title';
import { adviceTable } from './tune-advice';
import { loadLines } from './tune-load';

export function tuneScreen(scene: Scene): Frame {
  const instance = shownInstance(scene.fleet, scene.ui);
  const parts = instance === undefined ? [] : instanceTitle(instance, scene);
  const head = [
    titleLine(scene, ['tune', ...parts]),
    ...(instance === undefined ? [] : troubleLines(scene, instance)),
  ];
  const { advice } = scene;
  if (advice === undefined)
    return scrolled(scene, head, [[], ...sentences([whyNone(scene, instance)], scene)]);
  return scrolled(scene, head, contentOf(advice, scene));
}

function contentOf(advice: Advice, scene: Scene): Line[] {
  const { load, sizing, missing, lines, caveats, unknowns } = advice;
  return [
    ...(load === undefined ? [] : loadLines(load, sizing, scene)),
    ...section('', missing, scene, 'warning'),
    ...section('', caveats, scene, 'warning'),
    ...(lines.length === 0 ? [] : [[], ...adviceTable(lines, scene)]),
    ...section('What could not be known', unknowns, scene, 'dim'),
    ...(lines.length === 0 ? [] : section('', [whatNext], scene, 'dim')),
  ];
}

const whatNext =
  'y copies the advice as lines of an ini. A recording of an hour tells more: uwtop record, then uwtop tune FILE, and ' +
  'uwtop tune FILE --try processes=… replays its load against other values.';

function whyNone({ ui }: Scene, instance: InstanceState | undefined): string {
  if (ui.replaying === true)
    return 'a replay is not collected: uwtop tune FILE reads all of a recording at once';
  if (instance === undefined) return 'no instance is chosen; 1 shows the fleet';
  return 'no answer yet: nothing to advise on';
}

function section(title: string, said: readonly string[], scene: Scene, tone: 'warning' | 'dim'): Line[] {
  if (said.length === 0) return [];
  const heading: Line[] = title === '' ? [] : [[text(` ${title}`, 'strong')]];
  return [[], ...heading, ...sentences(said, scene, tone)];
}

const sentences = (
  said: readonly string[],
  { size, glyphs }: Scene,
  tone: 'warning' | 'dim' = 'dim',
): Line[] =>
  said.flatMap((sentence) =>
    wrap(cellText(sentence, glyphs.ascii), size.columns - 2).map((line) => [text(` ${line}`, tone)]),
  );
