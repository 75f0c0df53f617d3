/** What happened to an instance within the window that rules look back. */
import type { Respawn } from '../model/events';
import { downAfterMs } from '../model/instance';
import type { RuleInput } from './finding';
import { windowSeconds } from './rule-table';

/** Ends of processes, the newest last. What was known before the instance was away is no news when it is back. */
export function recentRespawns({ instance: { events }, monotonicMs }: RuleInput): Respawn[] {
  const back = events.findLastIndex(
    (event) =>
      event.kind === 'master-restart' || (event.kind === 'back' && event.awaySeconds * 1000 >= downAfterMs),
  );
  return events
    .slice(back + 1)
    .flatMap((event) =>
      event.kind === 'respawn' && monotonicMs - event.monotonicMs < windowSeconds * 1000 ? [event] : [],
    );
}

export const recentKills = (input: RuleInput): Respawn[] =>
  recentRespawns(input).filter(({ cause }) => cause.by === 'harakiri');
