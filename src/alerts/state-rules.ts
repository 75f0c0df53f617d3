/** Rules on states that should not last: a target that is silent, a worker that gets nothing, locks, vassals. */
import { duration, plural } from '../format/quantity';
import { explainFailure } from '../model/failure';
import type { HeldLock } from '../model/conditions';
import { oldestOf } from '../model/flights';
import type { Seen } from '../model/seen';
import { isInTrouble, type VassalState } from '../model/vassal';
import { type Finding, type RuleInput, wholeInstance } from './finding';

/** The only rules that look at an instance that does not answer. */
export function absenceRules({ instance, settings, monotonicMs }: RuleInput): Finding[] {
  const { failure, polls, awaySinceMs } = instance;
  if (failure === undefined || awaySinceMs === undefined) return [];
  const { cause, advice } = explainFailure(failure);
  const awayMs = monotonicMs - awaySinceMs;
  const { critical = Infinity, muted } = settings.down;
  const isDown = !muted && awayMs >= critical * 1000;
  return [
    {
      rule: 'down',
      subject: wholeInstance,
      measured: awayMs / 1000,
      message: `no answer for ${duration(awayMs / 1000)}: ${cause}; ${advice}`,
    },
    {
      rule: 'stale',
      subject: wholeInstance,
      // The same trouble has a worse name by now.
      measured: isDown ? 0 : polls.missed,
      message: `${plural(polls.missed, 'poll')} failed in a row: ${cause}; ${advice}`,
    },
  ];
}

export function stateRules({ instance: { seen }, monotonicMs }: RuleInput): Finding[] {
  if (seen === undefined) return [];
  const seconds = (sinceMs: number) => (monotonicMs - sinceMs) / 1000;
  const { zombies, locks } = seen.conditions;
  return [
    ...zombies.map(({ worker, pid, sinceMs }): Finding => {
      const since = duration(seconds(sinceMs));
      return {
        rule: 'zombie-idle',
        subject: `worker ${worker}`,
        measured: seconds(sinceMs),
        message: `worker ${worker} (pid ${pid}) has taken no request for ${since} while others work and requests wait: see its stack, then end it`,
      };
    }),
    ...locks.map(({ name, pid, worker, holder, sinceMs }): Finding => {
      const held = seconds(sinceMs);
      const who = worker === undefined ? `pid ${pid}` : `worker ${worker} (pid ${pid})`;
      const what = { gone: ', which is gone', strange: ', none of the processes shown here', ours: '' }[
        holder
      ];
      return {
        rule: 'dead-lock',
        subject: `lock ${name}`,
        measured: suspicionOf({ holder, worker, held }, seen),
        message: `lock "${name}" has been held by ${who}${what} for ${duration(held)}: probably a deadlock, reload the workers`,
      };
    }),
    ...seen.vassals.flatMap((vassal) => vassalFinding(vassal, seconds(vassal.sinceMs))),
  ];
}

const patienceSeconds = 50;

/**
 * For how long a lock has been held without a good reason, seconds. One of our own may hold it for a while; a worker
 * that waits for a connection holds the lock `thunder` for ever, so somebody must suffer. A stranger may be a mule where
 * nobody can ask the machine.
 */
function suspicionOf(
  { holder, worker, held }: Pick<HeldLock, 'holder' | 'worker'> & { readonly held: number },
  { totals, workers, host }: Seen,
): number {
  if (holder === 'gone') return held;
  if (holder === 'strange') return host?.local === true ? held : Math.max(0, held - patienceSeconds);
  const flights = workers.find(({ number }) => number === worker)?.flights ?? [];
  const isStuck = (oldestOf(flights)?.ageSeconds ?? 0) >= patienceSeconds;
  const suffers = isStuck || (totals?.listenQueue ?? 0) > 0;
  return suffers ? Math.max(0, held - patienceSeconds) : 0;
}
/** Applications may load for so long before anybody wonders. */
const startingSeconds = 30;

function vassalFinding(vassal: VassalState, seconds: number): Finding[] {
  const { id, state, attempts, throttleMs } = vassal;
  const slow = state === 'starting' && seconds >= startingSeconds;
  if (!isInTrouble(vassal) && !slow) return [];
  const tries = attempts === undefined ? '' : ` after ${plural(attempts, 'attempt')}`;
  const next =
    throttleMs === undefined ? '' : `, the emperor waits ${duration(throttleMs / 1000)} between them`;
  const what = slow ? 'does not accept' : `is ${state}${tries}${next},`;
  return [
    {
      rule: 'vassal',
      subject: `vassal ${id}`,
      measured: 1,
      message: `vassal ${id} ${what} for ${duration(seconds)}: see its log`,
    },
  ];
}
