/** What is collected of the instances while they are watched, and the advice that follows from it. */
import type { Advice, Orders } from '../advisor/advice';
import { adviseOn } from '../advisor/advise';
import { type CollectedLoad, collectLoad, nothingCollected } from '../advisor/collect';
import type { FleetState } from '../model/fleet';
import type { InstanceState } from '../model/instance';

/** Of so many it costs nothing that anybody would notice; of more only what somebody wanted advice on is collected. */
const mostFromTheStart = 16;
/** An advice does not change within a moment, and working it out costs more than a frame may. */
const adviceEveryMs = 2000;
/** An hour of seconds, a day of half minutes: screens stay open, and of sixteen instances a day of seconds is 200 MB. */
const mostSlices = 4096;

interface Study {
  readonly collected: CollectedLoad;
  readonly instance: InstanceState | undefined;
  readonly advice?: Advice;
  readonly advisedMs?: number;
}

const noStudy: Study = { collected: nothingCollected, instance: undefined };

export class Tuning {
  readonly #studies = new Map<string, Study>();
  readonly #ordersFor: (instance: InstanceState) => Orders;

  constructor(ordersFor: (instance: InstanceState) => Orders) {
    this.#ordersFor = ordersFor;
  }

  /** Whether what this one tells is collected: then it has to be noted after every observation. */
  studies(id: string, instances: number): boolean {
    return instances <= mostFromTheStart || this.#studies.has(id);
  }

  note(id: string, { instances }: Pick<FleetState, 'instances'>): void {
    const instance = instances.get(id);
    if (instance === undefined) return;
    const study = this.#studies.get(id) ?? noStudy;
    const collected = collectLoad(study.collected, study.instance, instance, mostSlices);
    this.#studies.set(id, { ...study, collected, instance });
  }

  /** Of targets that are watched no longer nobody asks, and they would pile up. */
  keepOnly({ instances }: Pick<FleetState, 'instances'>): void {
    for (const id of this.#studies.keys()) if (!instances.has(id)) this.#studies.delete(id);
  }

  /** The one that was shown last: that of a picture that stands still. */
  lastAdviceFor(id: string): Advice | undefined {
    return this.#studies.get(id)?.advice;
  }

  /** @param nowMs monotonic */
  adviceFor(id: string, fleet: Pick<FleetState, 'instances'>, nowMs: number): Advice | undefined {
    if (!this.#studies.has(id)) this.note(id, fleet);
    const study = this.#studies.get(id);
    if (study?.instance === undefined) return undefined;
    if (study.advice !== undefined && nowMs - (study.advisedMs ?? 0) < adviceEveryMs) return study.advice;
    const advice = adviseOn(study.collected, this.#ordersFor(study.instance));
    this.#studies.set(id, { ...study, advice, advisedMs: nowMs });
    return advice;
  }
}
