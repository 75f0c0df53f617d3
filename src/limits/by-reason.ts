/** Limits that are missing for one reason, together. */
import { optionName } from './limit-table';
import type { Limits } from './limits';

/** uWSGI's names of the options, by the reason why they are off or unknown. */
export function limitsByReason(
  limits: Limits,
  state: 'off' | 'unknown',
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, limit] of Object.entries(limits)) {
    if (limit.state === 'set' || limit.state !== state) continue;
    groups.set(limit.reason, [...(groups.get(limit.reason) ?? []), optionName(name)]);
  }
  return groups;
}
