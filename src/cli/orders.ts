/** What an advice is to go by where nobody says otherwise. */
import { availableParallelism } from 'node:os';
import type { Orders } from '../advisor/advice';
import type { InstanceState } from '../model/instance';

export const usualOrders: Orders = {
  target: { kind: 'wait-probability', share: 0.05 },
  // nginx waits so long for an answer unless it is told otherwise.
  proxyTimeoutSeconds: 60,
  hourOf: (wallMs) => new Date(wallMs).getHours(),
};

/** Of a master on this machine it is known how many processors it can have. */
export const ordersForLive = ({ seen }: InstanceState): Orders =>
  seen?.host?.local === true ? { ...usualOrders, cpus: availableParallelism() } : usualOrders;
