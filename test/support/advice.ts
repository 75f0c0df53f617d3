/** What is advised after observations, the whole way from the document on. */
import type { Advice, AdviceLine, Orders } from '../../src/advisor/advice';
import { adviseOn } from '../../src/advisor/advise';
import type { CollectedLoad } from '../../src/advisor/collect';
import { nothingCollected } from '../../src/advisor/collect';
import { collectIn, createCollection } from '../../src/advisor/collect-fleet';
import type { Observation } from '../../src/model/observation';
import { target } from './documents';

export const usualOrders: Orders = {
  target: { kind: 'wait-probability', share: 0.05 },
  proxyTimeoutSeconds: 60,
  hourOf: (wallMs) => new Date(wallMs).getUTCHours(),
};

export function collectedFrom(observations: readonly Observation[]): CollectedLoad {
  let collection = createCollection([target]);
  for (const observation of observations) collection = collectIn(collection, observation);
  return collection.loads.get(target.id) ?? nothingCollected;
}

export const adviceOn = (observations: readonly Observation[], orders: Partial<Orders> = {}): Advice =>
  adviseOn(collectedFrom(observations), { ...usualOrders, ...orders });

export function lineOf({ lines }: Advice, option: string): AdviceLine {
  const line = lines.find((one) => one.option === option);
  if (line === undefined) throw new Error(`there is no line of ${option}`);
  return line;
}
