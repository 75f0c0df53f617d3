/** What happened to an instance within the window that rules look back. */
import type { Respawn } from '../model/events';
import type { RuleInput } from './finding';
import { windowSeconds } from './rule-table';

/** Ends of processes, the newest last. */
export function recentRespawns({ instance, wallMs }: RuleInput): Respawn[] {
  return instance.events.flatMap((event) =>
    event.kind === 'respawn' && wallMs - event.wallMs < windowSeconds * 1000 ? [event] : [],
  );
}

export const recentKills = (input: RuleInput): Respawn[] =>
  recentRespawns(input).filter(({ cause }) => cause.by === 'harakiri');
