/** Finds the stats of an emperor's vassals beside its polls, and again when a vassal has changed. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { HostFacts } from '../model/host-facts';
import type { VassalStats } from '../model/observation';
import { vassalNames } from '../model/vassals';
import type { EmperorDocument } from '../stats/schema';
import type { InstanceLooks } from './instance-looks';
import { vassalPlace, type Vassal } from './vassal-places';

type Places = Readonly<Record<string, VassalStats>>;

export class VassalFinder {
  readonly #procRoot: string;
  readonly #looks: InstanceLooks;
  #state = '';
  #finding: Promise<void> | undefined;
  #places: Places | undefined;

  /** @param looks one for all emperors */
  constructor(looks: InstanceLooks, procRoot = '/proc') {
    this.#looks = looks;
    this.#procRoot = procRoot;
  }

  /** As far as they were found by now: the same object while they are where they were. */
  get places(): Places | undefined {
    return this.#places;
  }

  /**
   * Never rejects. What changes meanwhile is looked at when this is asked next. Who is patient waits for all that is
   * found, but not for the rest before a look.
   */
  refresh(document: EmperorDocument, host: HostFacts, patient = false): Promise<void> {
    if (this.#finding !== undefined) return this.#finding;
    const state = stateOf(document, host);
    if (state === this.#state) return Promise.resolve();
    this.#state = state;
    this.#finding = this.#find(document, host, patient)
      .catch((error: unknown) =>
        everyReason(document, error instanceof Error ? error.message : String(error)),
      )
      .then((places) => {
        if (JSON.stringify(places) !== JSON.stringify(this.#places)) this.#places = places;
        this.#finding = undefined;
      });
    return this.#finding;
  }

  async #find(document: EmperorDocument, host: HostFacts, patient: boolean): Promise<Places> {
    if (!host.local) return everyReason(document, host.reason);
    const isFirst = this.#places === undefined;
    const found = await (isFirst || patient ? this.#looks.recent() : this.#looks.fresh());
    const instances = new Map(found.map((instance) => [instance.process.pid, instance]));
    const source = { procRoot: this.#procRoot, instances, emperor: document };
    const places: VassalStats[] = [];
    const vassals = vassalsOf(document);
    for (const vassal of vassals) {
      places.push(await vassalPlace(vassal, source));
      await breathe();
    }
    return byName(vassals, (index) => places[index]);
  }
}

/** A vassal that waits for its next try may be on the blacklist alone. */
function vassalsOf({ vassals, blacklist = [], emperor = [] }: EmperorDocument): Vassal[] {
  const listed = new Set(vassals.map(({ id }) => id));
  const waiting = blacklist.filter(({ id }) => !listed.has(id));
  return [...vassals, ...waiting.map(({ id }) => ({ id, pid: 0, monitor: emperor[0] }))];
}

function everyReason(document: EmperorDocument, reason: string): Places {
  return byName(vassalsOf(document), () => ({ reason }));
}

function byName(vassals: readonly Vassal[], placeOf: (index: number) => VassalStats | undefined): Places {
  const names = vassalNames(vassals.map(({ id }) => id));
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const place = placeOf(index);
      return place === undefined ? [] : [[name, place] as const];
    }),
  );
}

/** A vassal that was reloaded keeps its pid, but was run again and gets ready anew. */
const stateOf = (document: EmperorDocument, host: HostFacts): string =>
  JSON.stringify([
    host.local ? document.pid : host.reason,
    document.vassals.map(({ id, pid, ready, last_run: lastRun }) => [id, pid, ready, lastRun]),
    document.blacklist?.map(({ id }) => id),
  ]);
