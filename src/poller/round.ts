/** Asks every target once. */
import type { Observation } from '../model/observation';
import { Gate } from './gate';
import { observeTarget, type PolledTarget } from './target-loop';

/** Nobody gives up a round: ^C ends the process, and the connections with it. */
const never = new AbortController().signal;

/** In the order of the targets. */
export function observeRound(polled: readonly PolledTarget[]): Promise<Observation[]> {
  const gate = new Gate({ places: 64, patienceMs: 500 });
  return Promise.all(
    polled.map(
      (target) =>
        new Promise<Observation>((resolve) => {
          gate.admit((ticket) => {
            void observeTarget(target, never).then((observation) => {
              ticket.release();
              resolve(observation);
            });
          });
        }),
    ),
  );
}
