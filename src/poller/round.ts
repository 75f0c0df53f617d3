/** Asks every target once. */
import type { Observation } from '../model/observation';
import { Gate, usualGate } from './gate';
import { observeTarget, type PolledTarget } from './target-loop';

/** In the order of the targets. */
export function observeRound(polled: readonly PolledTarget[]): Promise<Observation[]> {
  const gate = new Gate(usualGate);
  return Promise.all(
    polled.map(
      (target) =>
        new Promise<Observation>((resolve) => {
          gate.admit((ticket) => {
            // Nobody gives up a round: ^C ends the process, and the connections with it.
            void observeTarget(target, new AbortController().signal).then((observation) => {
              ticket.release();
              resolve(observation);
            });
          });
        }),
    ),
  );
}
