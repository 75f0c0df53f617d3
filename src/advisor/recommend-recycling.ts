/** The lines that end a process in time: by its requests, its age, its memory. */
import type { AdviceLine } from './advice';
import type { Grounds } from './grounds';
import type { Plan } from './plan';
import { lifetimeLines } from './recommend-lifetime';
import { maxRequestsOf, requestsDeltaLine } from './recommend-max-requests';
import { rssLine } from './recommend-rss';

export function recyclingLines(grounds: Grounds, plan: Plan): AdviceLine[] {
  const { line, value } = maxRequestsOf(grounds, plan);
  return [
    line,
    requestsDeltaLine(grounds, plan, value),
    ...lifetimeLines(grounds, plan, value),
    rssLine(grounds, plan, value),
  ];
}
