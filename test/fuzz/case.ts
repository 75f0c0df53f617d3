/**
 * One case of the fuzzer: a few targets that answer some times, the pictures of what is known then, and everything that is
 * written of it. Seed and index tell all of it.
 */
import type { Advice } from '../../src/advisor/advice';
import type { AlertChange } from '../../src/alerts/alert';
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import { createRandom, mixSeed, type Random } from '../../src/random/random';
import { displayText } from '../../src/format/text';
import type { Observation, TargetLabel } from '../../src/model/observation';
import { Tuning } from '../../src/ui/tuning';
import { usualOrders } from '../support/advice';
import { decodeSnapshot } from '../../src/stats/decode';
import { epochMs } from '../support/documents';
import { adviceProblems } from './advice-problems';
import { doctorProblems } from './doctor-problems';
import { type Answering, Answers, type Origin } from './documents';
import { pollutionProblems } from './pollution';
import { type Paint, walk } from './screens';
import { anyHost, anyLimits, anyTarget, anyVassalStats } from './surroundings';
import { anyText } from './mutate';
import { problemsOnTheWaysOut } from './ways-out';
import { Workday, workdayStepMs } from './workday';

export interface CaseOptions {
  readonly seed: number;
  readonly index: number;
  readonly origins: readonly Origin[];
  /** Documents of all targets together. */
  readonly answers: number;
  readonly frames: number;
  readonly paint: Paint;
}

export interface CaseResult {
  readonly decoded: number;
  readonly refused: number;
  readonly frames: number;
}

/** Something that must not be, with what it takes to see it again. */
export class Found extends Error {
  override readonly name = 'Found';

  constructor(
    readonly index: number,
    readonly problems: readonly string[],
    /** The answers that led there, the last one the newest. */
    readonly documents: readonly Uint8Array[],
    options?: ErrorOptions,
  ) {
    super(`case ${index}: ${problems.join('\n')}`, options);
  }
}

export async function runCase(options: CaseOptions): Promise<CaseResult> {
  const random = createRandom(mixSeed(options.seed, options.index));
  const documents: Uint8Array[] = [];
  try {
    const world = new World(random, options.origins, documents);
    for (let count = 0; count < options.answers; count++) world.ask();
    const { frames, problems } = walk(random, {
      ...options,
      situation: world.situation,
      nowMs: world.atMs + random.integer(0, 9000),
      adviceFor: world.isWorkday ? (id) => world.adviceFor(id) : undefined,
    });
    const all = [
      ...problems,
      ...(await problemsOnTheWaysOut(world)),
      ...(random.chance(doctorShare) ? doctorProblems(random, world.situation.fleet) : []),
      ...(world.isWorkday || random.chance(adviceShare) ? adviceProblems(random, world) : []),
      ...pollutionProblems(),
    ];
    if (all.length > 0) throw new Found(options.index, all, documents);
    return { decoded: documents.length - world.refused, refused: world.refused, frames };
  } catch (error) {
    if (error instanceof Found) throw error;
    throw new Found(options.index, [String(error)], documents, { cause: error });
  }
}

/** Of the cases: what examines, and what weighs up, costs more than what prints. */
const doctorShare = 0.1;
const adviceShare = 0.03;
const workdayShare = 0.03;

class World {
  readonly isWorkday: boolean;
  readonly targets: readonly TargetLabel[];
  readonly observations: Observation[] = [];
  readonly changes: AlertChange[] = [];
  readonly #random: Random;
  readonly #documents: Uint8Array[];
  readonly #answers: readonly Answering[];
  readonly #tuning = new Tuning(() => usualOrders);
  situation: Situation;
  refused = 0;
  atMs = 0;

  constructor(random: Random, origins: readonly Origin[], documents: Uint8Array[]) {
    this.#random = random;
    this.#documents = documents;
    this.isWorkday = random.chance(workdayShare);
    const targets = this.isWorkday ? 1 : random.integer(1, 3);
    this.targets = ['a', 'b', 'c'].slice(0, targets).map((id) => anyTarget(random, id));
    this.#answers = this.targets.map(() =>
      this.isWorkday ? new Workday(random) : new Answers(random, origins),
    );
    this.situation = createSituation(this.targets);
  }

  ask(): void {
    const which = this.#random.integer(0, this.targets.length - 1);
    const bytes = this.#answers[which]?.next() ?? new Uint8Array();
    this.#documents.push(bytes);
    const observation = this.#observed(this.targets[which]?.id ?? '', bytes);
    const { situation, changes } = note(this.situation, observation, defaultSettings);
    this.observations.push(observation);
    this.changes.push(...changes);
    this.situation = situation;
    if (this.isWorkday) this.#tuning.note(observation.targetId, situation.fleet);
  }

  adviceFor(id: string): Advice | undefined {
    return this.#tuning.adviceFor(id, this.situation.fleet, this.atMs);
  }

  #observed(targetId: string, bytes: Uint8Array): Observation {
    const random = this.#random;
    this.atMs += this.isWorkday ? workdayStepMs : random.integer(0, 4000);
    const read = decodeSnapshot(bytes);
    if (!read.ok) this.refused += 1;
    const hint = random.chance(0.05) ? displayText(anyText(random)) : undefined;
    return {
      ...{ targetId, wallMs: epochMs + this.atMs, monotonicMs: this.atMs, latencyMs: 1 },
      outcome: read.ok ? { ok: true, value: { ...read.value, bytes: bytes.length, hint } } : read,
      ...(random.chance(0.1) && { host: anyHost(random) }),
      ...(random.chance(0.05) && { limits: anyLimits(random) }),
      ...(random.chance(0.05) && { vassalStats: anyVassalStats(random) }),
    };
  }
}
