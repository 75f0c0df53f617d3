/** Routers over time: their counters become rates. */
import { displayText } from '../format/text';
import type { RawNode, RouterDocument } from '../stats/schema';
import { growth } from './counters';
import { isFailing, type NodeState, type RouterState, type SubscriptionState } from './router';
import { sumOf } from './sum';
import { uniqueNames } from './unique-names';

/** The answer before, of the same process. */
export interface EarlierRouter {
  readonly document: RouterDocument;
  readonly state: RouterState | undefined;
  readonly monotonicMs: number;
}

export interface RouterMoment {
  readonly monotonicMs: number;
  /** To add to a monotonic time for that of the router's clock, ms. */
  readonly clockOffsetMs: number;
}

export function routerOf(
  document: RouterDocument,
  before: EarlierRouter | undefined,
  moment: RouterMoment,
): RouterState {
  const known = new Map((before?.document.subscriptions ?? []).map((one) => [one.key, one]));
  const seconds = before === undefined ? 0 : (moment.monotonicMs - before.monotonicMs) / 1000;
  const nowSeconds = (moment.monotonicMs + moment.clockOffsetMs) / 1000;
  const raw = document.subscriptions ?? [];
  const keys = uniqueNames(raw.map(({ key }) => displayText(key, nameLength)));
  const subscriptions = raw.map((subscription, index) =>
    subscriptionOf(subscription, keys[index] ?? '', {
      was: known.get(subscription.key),
      seconds,
      nowSeconds,
    }),
  );
  return {
    activeSessions: document.active_sessions,
    addresses: addressesOf(document),
    hitsPerSecond: sumOf(subscriptions, ({ hitsPerSecond }) => hitsPerSecond),
    subscriptions: document.subscriptions && withFailures(subscriptions, before?.state, moment),
  };
}

function withFailures(
  subscriptions: readonly SubscriptionState[],
  before: RouterState | undefined,
  { monotonicMs }: RouterMoment,
): SubscriptionState[] {
  const earlier = new Map(
    (before?.subscriptions ?? []).flatMap(({ nodes }) => nodes.map((node) => [node.key, node.failedAtMs])),
  );
  const withFailure = (node: NodeState): NodeState => ({
    ...node,
    failedAtMs: isFailing(node) ? monotonicMs : earlier.get(node.key),
  });
  return subscriptions.map((one) => ({ ...one, nodes: one.nodes.map(withFailure) }));
}

const nameLength = 200;

type RawSubscription = NonNullable<RouterDocument['subscriptions']>[number];

interface Since {
  readonly was: RawSubscription | undefined;
  /** Since the answer before; 0 where there is none. */
  readonly seconds: number;
  readonly nowSeconds: number;
}

function subscriptionOf(
  { key: foreignKey, hits, nodes = [] }: RawSubscription,
  key: string,
  { was, seconds, nowSeconds }: Since,
): SubscriptionState {
  const known = new Map((was?.nodes ?? []).map((node) => [node.name, node]));
  const keys = uniqueNames(nodes.map(({ name }) => `${key} ${displayText(name, nameLength)}`));
  return {
    key,
    name: displayText(foreignKey, nameLength),
    hits,
    hitsPerSecond: perSecond(was?.hits, hits, seconds),
    nodes: nodes.map((node, index) => ({
      key: keys[index] ?? '',
      ...nodeOf(node, known.get(node.name), { seconds, nowSeconds }),
    })),
  };
}

function nodeOf(
  raw: RawNode,
  was: RawNode | undefined,
  { seconds, nowSeconds }: Pick<Since, 'seconds' | 'nowSeconds'>,
): Omit<NodeState, 'key'> {
  // A node that left and came back counts from nothing again, all that it counts.
  const before = growth(was?.requests, raw.requests) === undefined ? undefined : was;
  const { last_check: announcedAt = 0 } = raw;
  return {
    name: displayText(raw.name, nameLength),
    requests: raw.requests,
    requestsPerSecond: perSecond(before?.requests, raw.requests, seconds),
    inFlight: raw.ref,
    failures: raw.failcnt,
    failuresRise: (growth(before?.failcnt, raw.failcnt) ?? 0) > 0,
    isDying: (raw.death_mark ?? 0) > 0,
    load: raw.load,
    weight: raw.weight,
    cores: raw.cores,
    announcedSeconds: announcedAt > 0 ? Math.max(0, nowSeconds - announcedAt) : undefined,
    txBytesPerSecond: perSecond(before?.tx, raw.tx, seconds),
    rxBytesPerSecond: perSecond(before?.rx, raw.rx, seconds),
  };
}

function perSecond(was: number | undefined, now: number | undefined, seconds: number): number | undefined {
  const grown = growth(was, now);
  return grown === undefined || seconds <= 0 ? undefined : grown / seconds;
}

const addressesOf = ({ http, fastrouter, rawrouter, sslrouter }: RouterDocument): string[] =>
  [http, fastrouter, rawrouter, sslrouter].flatMap((addresses) =>
    (addresses ?? []).map((address) => displayText(address, nameLength)),
  );
