/** Masters that live through a day: workers are respawned, counters begin anew, and some do not answer for a while. */

/** Seeded, so that every day is the same. */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const meanMsBetween = { respawn: 60_000, restart: 3_600_000, outage: 1_800_000 };
const outageMs = 30_000;

export class Master {
  #documentAt;
  #random;
  #workers;
  #startedMs;
  #lives = new Map();
  #nextPid = 1000;
  #awayUntilMs = 0;
  #pid = 0;
  #lastMs;

  /** @param documentAt prints the document of a master for a moment, with the moment in which it started */
  constructor({ documentAt, random, workers, atMs }) {
    this.#documentAt = documentAt;
    this.#random = random;
    this.#workers = workers;
    this.#lastMs = atMs;
    this.#restart(atMs - 3_600_000);
  }

  /** What it answers; undefined while it is away. */
  answerAt(atMs) {
    const happens = (meanMs) => this.#random() < (atMs - this.#lastMs) / meanMs;
    if (happens(meanMsBetween.restart)) this.#restart(atMs);
    if (happens(meanMsBetween.outage)) this.#awayUntilMs = atMs + outageMs;
    if (happens(meanMsBetween.respawn)) this.#respawn(atMs);
    this.#lastMs = atMs;
    if (atMs < this.#awayUntilMs) return undefined;
    const document = JSON.parse(this.#documentAt({ atMs, startedMs: this.#startedMs }));
    document.pid = this.#pid;
    for (const worker of document.workers) this.#giveLife(worker);
    return JSON.stringify(document);
  }

  #restart(atMs) {
    this.#startedMs = atMs;
    this.#pid = this.#nextPid++;
    this.#lives.clear();
  }

  /** Every second one is killed by harakiri. */
  #respawn(atMs) {
    const id = 1 + Math.floor(this.#random() * this.#workers);
    const { respawns = 1, kills = 0 } = this.#lives.get(id) ?? {};
    const pid = this.#nextPid++;
    this.#lives.set(id, {
      ...{ pid, respawns: respawns + 1, kills: kills + (this.#random() < 0.5 ? 1 : 0) },
      ...{ bornSeconds: Math.floor(atMs / 1000), requestsBefore: undefined },
    });
  }

  #giveLife(worker) {
    const life = this.#lives.get(worker.id);
    if (life === undefined) return;
    life.requestsBefore ??= worker.requests;
    Object.assign(worker, {
      ...{ pid: life.pid, respawn_count: life.respawns, harakiri_count: life.kills },
      ...{ last_spawn: life.bornSeconds, delta_requests: worker.requests - life.requestsBefore },
    });
  }
}
