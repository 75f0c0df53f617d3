/**
 * The stats document of an http router with its subscriptions. It has no state: every number is a function of the
 * moment, so that it may be asked as often or as seldom as one likes.
 */

import type { Json, JsonObject } from './print';
import { createRandom, mixSeed, seedOfName } from '../random/random';
import { lastDueMs, type Schedule } from './schedule';
import { waveCount, waveRate, type Wave } from './wave';

export interface RouterMoment {
  readonly seed: number;
  readonly originMs: number;
  readonly atMs: number;
}

interface NodeProfile {
  readonly name: string;
  readonly cores: number;
  readonly weight: number;
  readonly wave: Wave;
  /** Milliseconds that a request spends behind the node. */
  readonly meanMs: number;
  /** When the node dies, and for how long it stays away. */
  readonly deaths?: Schedule & { readonly lastsMs: number };
}

interface SubscriptionProfile {
  readonly key: string;
  readonly nodes: readonly NodeProfile[];
}

const minuteMs = 60_000;
const upBeforeMs = 6.4 * 60 * minuteMs;
/** A dead node stays listed with its death mark until the router's next look. */
const markedMs = 4_000;
/** Nodes announce themselves every ten seconds. */
const announceMs = 10_000;
const pidFloor = 4_950_000;

const subscriptions: readonly SubscriptionProfile[] = [
  {
    key: 'shop.example.com',
    nodes: [
      node('10.20.0.11:3031', { cores: 16, weight: 2, perSecond: 54, meanMs: 66 }),
      {
        ...node('10.20.0.12:3031', { cores: 16, weight: 1, perSecond: 26, meanMs: 71 }),
        deaths: { firstMs: 75_000, everyMs: 4 * minuteMs, lastsMs: 25_000 },
      },
    ],
  },
  {
    key: 'api.example.com',
    nodes: [
      node('10.20.0.21:3032', { cores: 32, weight: 1, perSecond: 57, meanMs: 112 }),
      node('10.20.0.22:3032', { cores: 32, weight: 1, perSecond: 53, meanMs: 115 }),
    ],
  },
  {
    key: 'search.example.com',
    nodes: [node('10.20.0.31:3033', { cores: 200, weight: 1, perSecond: 48, meanMs: 850 })],
  },
];

export function routerDocument(moment: RouterMoment): JsonObject {
  const printed = subscriptions.map((subscription) => ({
    subscription,
    nodes: subscription.nodes.flatMap((profile) => nodeDocument(profile, moment)),
  }));
  const sessions = printed.flatMap(({ nodes }) => nodes).reduce((sum, { ref }) => sum + ref, 0);
  return {
    version: '2.0.30',
    pid: pidFloor + (moment.seed % 9_000),
    uid: 33,
    gid: 33,
    cwd: '/etc/uwsgi',
    active_sessions: sessions,
    http: ['0.0.0.0:8080'],
    subscriptions: printed.map(({ subscription, nodes }): Json => ({
      key: subscription.key,
      hash: seedOfName(subscription.key) % 65_536,
      hits: subscription.nodes.reduce(
        (sum, { wave }) => sum + waveCount(wave, moment.originMs - upBeforeMs, moment.atMs),
        0,
      ),
      sni_enabled: 0,
      nodes,
    })),
    cheap: 0,
  };
}

type NodeDocument = JsonObject & { readonly ref: number };

/** None while the node is away: a router forgets a node that died, and its counters with it. */
function nodeDocument(profile: NodeProfile, moment: RouterMoment): readonly NodeDocument[] {
  const death = profile.deaths && lastDueMs(profile.deaths, moment.atMs - moment.originMs);
  const diedMs = death === undefined ? undefined : moment.originMs + death;
  const backMs = diedMs === undefined ? undefined : diedMs + (profile.deaths?.lastsMs ?? 0);
  const isMarked = diedMs !== undefined && moment.atMs < diedMs + markedMs;
  if (!isMarked && backMs !== undefined && moment.atMs < backMs) return [];
  const sinceMs = isMarked || backMs === undefined ? listedBefore(profile, moment) : backMs;
  return [printNode(profile, moment, { sinceMs, untilMs: isMarked ? diedMs : moment.atMs, isMarked })];
}

/** Since when a node was listed before its latest death. */
function listedBefore(profile: NodeProfile, moment: RouterMoment): number {
  const { deaths } = profile;
  const previous = deaths && lastDueMs(deaths, moment.atMs - moment.originMs - deaths.everyMs);
  if (deaths === undefined || previous === undefined) return moment.originMs - upBeforeMs;
  return moment.originMs + previous + deaths.lastsMs;
}

function printNode(
  profile: NodeProfile,
  moment: RouterMoment,
  life: { sinceMs: number; untilMs: number; isMarked: boolean },
): NodeDocument {
  const announcedMs = Math.max(life.sinceMs, Math.floor(life.untilMs / announceMs) * announceMs);
  const requests = waveCount(profile.wave, life.sinceMs, life.untilMs);
  const ownSeed = mixSeed(moment.seed, seedOfName(profile.name));
  const random = createRandom(mixSeed(ownSeed, Math.floor(moment.atMs / 500)));
  const inFlight = (waveRate(profile.wave, moment.atMs) * profile.meanMs) / 1000;
  return {
    name: profile.name,
    modifier1: 0,
    modifier2: 0,
    last_check: Math.floor(announcedMs / 1000),
    pid: pidFloor + 10_000 + (ownSeed % 30_000),
    uid: 33,
    gid: 33,
    requests,
    last_requests: requests - waveCount(profile.wave, life.sinceMs, announcedMs),
    tx: requests * 9_300,
    rx: requests * 640,
    cores: profile.cores,
    load: Math.floor((100 * inFlight) / profile.cores),
    weight: profile.weight,
    wrr: random.integer(0, profile.weight),
    ref: life.isMarked ? 0 : Math.floor(inFlight * random.between(0.5, 1.5)),
    failcnt: life.isMarked ? 1 : 0,
    death_mark: life.isMarked ? 1 : 0,
  };
}

function node(
  name: string,
  size: { cores: number; weight: number; perSecond: number; meanMs: number },
): NodeProfile {
  const wave = { perSecond: size.perSecond, amplitude: 0.4, periodMs: 3 * minuteMs };
  return { name, cores: size.cores, weight: size.weight, meanMs: size.meanMs, wave };
}
