/** The lines of max-worker-lifetime and its delta. */
import type { AdviceLine } from './advice';
import { type Grounds, lineFor, numberOf } from './grounds';
import { type Plan, usualLifeSeconds } from './plan';
import { roundedDown, time } from './words';

/** @param requests max-requests as it is advised */
export function lifetimeLines(grounds: Grounds, plan: Plan, requests: number | undefined): AdviceLine[] {
  const line = lineFor(grounds, 'max-worker-lifetime', 'maxWorkerLifetimeSeconds');
  const isSet = numberOf(grounds, 'maxWorkerLifetimeSeconds') !== undefined;
  const seconds = secondNet(grounds, plan, requests);
  if (seconds !== undefined) {
    const reason = `a second net: twice as long as max-requests takes on average (${time(seconds)})`;
    return [{ ...line, value: String(seconds), reason }, deltaLine(grounds)];
  }
  if (!isSet) return [{ ...line, reason: 'nothing was seen that age alone would explain' }];
  return [{ ...line, reason: 'nothing was seen that speaks against it' }, deltaLine(grounds)];
}

function secondNet(
  { summary }: Grounds,
  { processes }: Plan,
  requests: number | undefined,
): number | undefined {
  const perWorker = summary.requestsPerSecond / processes;
  if (requests === undefined || perWorker <= 0) return undefined;
  return roundedDown(Math.max(usualLifeSeconds, (2 * requests) / perWorker));
}

function deltaLine(grounds: Grounds): AdviceLine {
  const { startupSeconds } = grounds;
  const line = lineFor(grounds, 'max-worker-lifetime-delta', 'maxWorkerLifetimeDeltaSeconds');
  if (startupSeconds === undefined)
    return { ...line, reason: 'by how much is not known', doubt: 'how long the application takes to start' };
  return {
    ...line,
    value: String(startupSeconds + 1),
    reason: 'one worker is back before the next one goes',
    evidence: `the application starts in ${startupSeconds === 0 ? 'less than 1' : startupSeconds} s`,
  };
}
