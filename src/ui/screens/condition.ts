/** What state an instance as a whole is in, in words, where that is out of the ordinary. */
import { duration } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import type { Totals } from '../../model/totals';

/** For so long after a reload its counters say little. */
const freshSeconds = 10;

/** undefined: it simply serves. */
export function conditionOf(instance: InstanceState): string | undefined {
  const { seen, phase } = instance;
  const totals = seen?.totals;
  if (totals === undefined || phase !== 'up') return undefined;
  if (totals.workers === 0) return 'this instance has no workers';
  return (
    allAlike(totals) ??
    justReloaded(instance) ??
    (totals.requestsPerSecond === undefined && instance.polls.total <= 1
      ? 'the first answer: rates come with the next one'
      : undefined)
  );
}

/** All workers do the same, and it is not serving. */
function allAlike({ byActivity, workers }: Totals): string | undefined {
  if (byActivity.paused === workers) return 'PAUSED: no worker takes requests until it is resumed';
  if (byActivity.cheap === workers) return 'all workers are cheap: parked until there is something to do';
  if (byActivity.cheap + byActivity.starting === workers && byActivity.starting > 0)
    return 'the workers are starting: none takes requests yet';
  return undefined;
}

function justReloaded({ events, seen }: InstanceState): string | undefined {
  const last = events.findLast(({ kind }) => kind === 'reload' || kind === 'master-restart');
  if (last === undefined || seen === undefined) return undefined;
  const ago = (seen.monotonicMs - last.monotonicMs) / 1000;
  if (ago > freshSeconds) return undefined;
  const what = last.kind === 'reload' ? 'reloaded' : 'the master was restarted';
  return `${what} ${duration(ago)} ago: all counters began anew`;
}
