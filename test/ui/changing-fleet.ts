/**
 * A fleet that never stands still: workers come, go, are killed and parked, instances fall silent and answer again, and
 * behind one address now a master answers, now an emperor or a router. All of it follows from the random numbers.
 */
import { demoDocument } from '../../src/demo/synthetic';
import type { Random } from '../../src/random/random';
import type { Observation } from '../../src/model/observation';
import type { RawCore, RawWorker, Snapshot, WorkerDocument } from '../../src/stats/schema';
import {
  busyCore,
  core,
  epochMs,
  epochSeconds,
  knownLimits,
  localFacts,
  worker,
  workerDocument,
} from '../support/documents';
import { capture, decoded } from '../stats/captures';
import { lost, sighted } from './scenes';

export const changingNames = [
  'shop',
  'large',
  'one',
  'none',
  'parked',
  'emperor',
  'router',
  'changing',
  'gone',
  'new',
] as const;

type Name = (typeof changingNames)[number];

const captured = (name: string): Snapshot => decoded(capture(name)).snapshot;
const emperors = ['emperor.t0.json', 'emperor.t1.json'].map(captured);
const routers = ['fastrouter.json', 'http-router.json'].map(captured);
/** Each is what the one before became some seconds later. */
const large = [0, 3, 6, 9].map(
  (second) =>
    decoded(demoDocument({ workers: 500, cores: 2, inFlight: 300, seed: 1, atMs: epochMs + second * 1000 }))
      .snapshot,
);

export class ChangingFleet {
  readonly #random: Random;
  readonly #workers = new Map<Name, RawWorker[]>();
  #polls = 0;
  atMs = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** What one of these instances answers some time later. */
  next(names: readonly Name[]): Observation | undefined {
    this.atMs += this.#random.integer(50, 4000);
    this.#polls++;
    const name = names[this.#random.integer(0, names.length - 1)];
    if (name === undefined || name === 'new') return undefined;
    if (name === 'gone' || this.#random.chance(0.15)) return lost(name, this.atMs);
    const isKnown = this.#random.chance(0.9);
    return {
      ...sighted(name, this.#snapshotOf(name), this.atMs),
      ...(isKnown && { limits, host: this.#random.chance(0.5) ? remote : local }),
    };
  }

  #snapshotOf(name: Exclude<Name, 'gone' | 'new'>): Snapshot {
    const pick = (snapshots: readonly Snapshot[]) =>
      snapshots[this.#polls % snapshots.length] ?? this.#master('shop', 1, 20);
    switch (name) {
      case 'shop':
        return this.#master(name, 1, 20);
      case 'large':
        return pick(large);
      case 'one':
        return this.#master(name, 1, 1);
      case 'none':
        return { kind: 'worker', document: workerDocument([]) };
      case 'parked':
        return { kind: 'worker', document: workerDocument([parked, parked, parked]) };
      case 'emperor':
        return pick(emperors);
      case 'router':
        return pick(routers);
      case 'changing':
        return pick([...emperors, ...routers, this.#master(name, 0, 6), this.#master(name, 0, 6)]);
    }
  }

  #master(name: Name, fewest: number, most: number): Snapshot {
    const before = this.#workers.get(name) ?? [];
    const isOther = before.length === 0 || this.#random.chance(0.1);
    const amount = isOther ? this.#random.integer(fewest, most) : before.length;
    const workers = Array.from({ length: amount }, (_, index) => this.#later(before[index], index));
    this.#workers.set(name, workers);
    const pid = this.#random.chance(0.03) ? this.#random.integer(2, 99_999) : 99;
    return { kind: 'worker', document: workerDocument(workers, { pid, ...this.#extras() }) };
  }

  #later(before: RawWorker | undefined, index: number): RawWorker {
    const random = this.#random;
    if (before === undefined || random.chance(0.05)) {
      return worker({ id: index + 1, pid: random.integer(100, 99_999), rss: random.integer(0, 2 ** 30) });
    }
    if (random.chance(0.1)) return { ...parked, respawn_count: before.respawn_count };
    const requests = random.chance(0.02) ? 0 : before.requests + random.integer(0, 500);
    const isKilled = random.chance(0.05);
    return worker({
      id: index + 1,
      pid: isKilled || before.pid <= 0 ? random.integer(100, 99_999) : before.pid,
      requests,
      delta_requests: requests,
      running_time: before.running_time + random.integer(0, 3_000_000),
      respawn_count: (before.respawn_count ?? 0) + (isKilled ? 1 : 0),
      harakiri_count: (before.harakiri_count ?? 0) + (isKilled && random.chance(0.5) ? 1 : 0),
      exceptions: (before.exceptions ?? 0) + random.integer(0, 3),
      rss: random.integer(0, 2 ** 31),
      tx: (before.tx ?? 0) + random.integer(0, 2 ** 20),
      cores: this.#cores(),
    });
  }

  #cores(): RawCore[] {
    return Array.from({ length: this.#random.integer(1, 4) }, (_, id) =>
      this.#random.chance(0.4)
        ? busyCore(this.atMs / 1000 - this.#random.integer(0, 200), { id, requests: 5, vars })
        : core({ id, requests: this.#random.integer(0, 1000) }),
    );
  }

  #extras(): Partial<WorkerDocument> {
    if (this.#random.chance(0.5)) return {};
    const some = <Item>(item: (index: number) => Item): Item[] =>
      Array.from({ length: this.#random.integer(0, 4) }, (_, index) => item(index));
    const number = () => this.#random.integer(0, 100_000);
    return {
      sockets: some((index) => ({ name: `127.0.0.1:${8000 + index}`, queue: index * 40, max_queue: 100 })),
      caches: some((index) => ({ name: `cache${index}`, items: number(), max_items: 5000, hits: number() })),
      spoolers: some((index) => ({ dir: `/var/spool/${index}`, pid: 7, tasks: number(), running: 1 })),
      crons: some((index) => ({
        minute: -1,
        hour: index,
        command: 'true',
        started_at: epochSeconds,
        pid: 9,
      })),
      daemons: some((index) => ({ cmd: `daemon ${index}`, pid: 11, respawns: index })),
      locks: some((index) => ({ [`lock ${index}`]: index * 50 })),
      metrics: Object.fromEntries(some((index) => [`metric.${index}`, { type: index % 3, value: number() }])),
    };
  }
}

const parked = worker({ id: 0, pid: 0, status: 'cheap', last_spawn: 0, respawn_count: 0 });
const vars = ['REQUEST_METHOD=GET', `REQUEST_URI=/${'long/'.repeat(100)}?token=secret`, 'HTTP_HOST=shop', ''];
const local = localFacts({ processes: { 99: { rssBytes: 2 ** 24, cpuTimeMs: 100 } } });
const remote = { local: false, reason: 'not on this machine' } as const;
const limits = knownLimits({
  harakiri: 60,
  'max-requests': 5000,
  'reload-on-rss': 512,
  cheaper: 2,
  'cheaper-busyness-min': 20,
  'cheaper-busyness-max': 60,
});
