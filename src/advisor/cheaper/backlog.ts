/** uWSGI's `backlog`: more workers at each look at which too many requests wait, one fewer at each other. */

import { countActive, startable, type Look } from './worker-view';
import type { CheaperSettings } from './settings';

/** Exactly as many as cheaper-overload are neither too many nor few enough. */
export function decideBacklog({ workers, backlog }: Look, settings: CheaperSettings): number {
  if (backlog > settings.cheaperOverload) return startable(workers, settings.cheaperStep);
  const isTime = backlog < settings.cheaperOverload && countActive(workers) > settings.cheaper;
  return isTime ? -1 : 0;
}
