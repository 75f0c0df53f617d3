/** What this machine knows beside an answer: the processes behind it, and the limits that they were started with. */
import { setImmediate as breathe } from 'node:timers/promises';
import { createHostReader, type HostReader } from '../host/reader';
import { mayBeLocal } from '../host/locality';
import { readConfiguration } from '../limits/read-configuration';
import type { Configuration } from '../limits/configuration';
import { limitsOf } from '../limits/limits';
import { type Counters, countersOf, wasReset } from '../model/counters';
import type { HostFacts } from '../model/host-facts';
import type { KnownLimits, Observation } from '../model/observation';
import { displayText } from '../format/text';
import type { Snapshot } from '../stats/schema';
import type { Target } from './address';
import { configFiles } from './config-files';
import { findConfiguration } from './found-configuration';
import { InstanceLooks } from './instance-looks';
import { createInstanceFinder } from './instances';
import { VassalFinder } from './vassal-finder';

/** What somebody stated about a target, by rank: the first that settles a limit decides it. */
export interface Stated {
  /** Before everything that was found. */
  readonly configurations: readonly Configuration[];
  /** A configuration file of the watched uWSGI, absolute. */
  readonly uwsgiConfig?: string | undefined;
}

export interface Patience {
  /** Wait for all there is to know; otherwise what takes long comes with a later answer. */
  readonly patient: boolean;
}

/** One for all targets. */
export class Knowledge {
  readonly #machine: Machine = {
    host: createHostReader(),
    looks: new InstanceLooks(createInstanceFinder('/proc')),
  };
  readonly #statedOf: (target: Target) => Stated;
  readonly #targets = new Map<string, KnownTarget>();

  constructor(statedOf: (target: Target) => Stated) {
    this.#statedOf = statedOf;
  }

  /** Of targets that are watched no longer nothing is remembered. */
  keepOnly(targets: readonly Target[]): void {
    const ids = new Set(targets.map(({ id }) => id));
    for (const id of this.#targets.keys()) if (!ids.has(id)) this.#targets.delete(id);
  }

  /** What a targets file states of it may have changed: then all of it is read anew. */
  #known(target: Target): KnownTarget {
    const before = this.#targets.get(target.id);
    if (before?.target === target) return before;
    const known = new KnownTarget(target, this.#machine, this.#statedOf(target));
    this.#targets.set(target.id, known);
    return known;
  }

  /** The observation with what is known of its target; never rejects. */
  async addTo(target: Target, observation: Observation, patience: Patience): Promise<Observation> {
    if (!observation.outcome.ok) return observation;
    const known = this.#known(target);
    return { ...observation, ...(await known.about(observation.outcome.value.snapshot, patience)) };
  }
}

/** What all targets share. */
interface Machine {
  readonly host: HostReader;
  readonly looks: InstanceLooks;
}

class KnownTarget {
  readonly target: Target;
  readonly #host: HostReader;
  readonly #stated: Stated;
  readonly #locality: Promise<boolean>;
  /** undefined until it is known. */
  #isLocal: boolean | undefined;
  #generation: Generation | undefined;
  /** The master was no process of this machine, as far as could be told, when its configuration was looked for. */
  #wasStrange = false;
  #reading: Promise<void> = Promise.resolve();
  #limits: KnownLimits | undefined;
  readonly #vassals: VassalFinder;

  constructor(target: Target, { host, looks }: Machine, stated: Stated) {
    const { address } = target;
    this.target = target;
    this.#vassals = new VassalFinder(looks);
    this.#host = host;
    this.#stated = stated;
    this.#locality = mayBeLocal(address).then((isLocal) => (this.#isLocal = isLocal));
  }

  async about(
    snapshot: Snapshot,
    { patient }: Patience,
  ): Promise<Pick<Observation, 'host' | 'limits' | 'vassalStats'>> {
    // An address in digits is known at once; a name may take its time.
    await (patient ? this.#locality : Promise.race([this.#locality, breathe()]));
    if (this.#isLocal === undefined) return {};
    const host = await this.#hostFacts(snapshot, this.#isLocal, patient);
    const generation = generationOf(snapshot);
    const isNew = this.#generation === undefined || began(this.#generation, generation);
    // Without a worker nobody can say that the master is ours: with the first one it can be asked after all.
    if (isNew || (this.#wasStrange && host.local)) this.#reading = this.#readLimits(snapshot, host);
    this.#generation = generation;
    const finding =
      snapshot.kind === 'emperor' ? this.#vassals.refresh(snapshot.document, host, patient) : undefined;
    if (patient) await Promise.all([this.#reading, finding]);
    const vassalStats = snapshot.kind === 'emperor' ? this.#vassals.places : undefined;
    return {
      host,
      ...(this.#limits !== undefined && { limits: this.#limits }),
      ...(vassalStats !== undefined && { vassalStats }),
    };
  }

  async #hostFacts(snapshot: Snapshot, isLocal: boolean, patient: boolean): Promise<HostFacts> {
    if (!isLocal) return { local: false, reason: 'not on this machine' };
    const { kind, document } = snapshot;
    if (kind === 'router') return { local: false, reason: 'a router has no workers to be known by' };
    const processes = kind === 'worker' ? document.workers : document.vassals;
    return this.#host.read({
      masterPid: document.pid,
      workerPids: processes.flatMap(({ pid }) => (pid > 0 ? [pid] : [])),
      otherPids: kind === 'worker' ? lockHolders(document.locks) : [],
      sockets: kind === 'worker' ? (document.sockets ?? []) : [],
      spoolers: kind === 'worker' ? document.spoolers : undefined,
      cwd: document.cwd,
      patient,
    });
  }

  /** Never rejects; one reading ends before the next begins, so that the last one counts. */
  async #readLimits(snapshot: Snapshot, host: HostFacts): Promise<void> {
    this.#wasStrange = !host.local;
    await this.#reading;
    try {
      this.#limits = await this.#findLimits(snapshot, host);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#limits = { limits: limitsOf([]), notes: [`its configuration could not be digested: ${reason}`] };
    }
  }

  async #findLimits({ document }: Snapshot, host: HostFacts): Promise<KnownLimits> {
    const named = this.#namedConfiguration();
    const { found, reason } = host.local ? await this.#foundConfiguration(document) : {};
    const configurations = [...this.#stated.configurations, named, found].filter(
      (configuration) => configuration !== undefined,
    );
    const notes = configurations.flatMap((configuration) => configuration.notes.map(({ text }) => text));
    return {
      limits: limitsOf(configurations),
      notes: reason === undefined ? notes : [...notes, reason],
    };
  }

  #namedConfiguration(): Configuration | undefined {
    const { uwsgiConfig } = this.#stated;
    return uwsgiConfig === undefined
      ? undefined
      : readConfiguration({ files: [uwsgiConfig], startDirectory: '/' }, configFiles);
  }

  async #foundConfiguration(
    master: Snapshot['document'],
  ): Promise<{ found?: Configuration | undefined; reason?: string }> {
    const facts = await this.#host.readStartFacts(master.pid);
    if (facts.commandLine === undefined)
      return { reason: `how it was started is not known: ${facts.reason ?? ''}` };
    const version = displayText(master.version, 40);
    return { found: findConfiguration(facts, configFiles, { version })?.configuration };
  }
}

const lockHolders = (locks: readonly Readonly<Record<string, number>>[] = []): number[] => [
  ...new Set(locks.flatMap((lock) => Object.values(lock)).filter((pid) => pid > 0)),
];

/** What tells one start of an instance from the next: its pid, and after a reload its counters. */
interface Generation {
  readonly pid: number;
  readonly workers: readonly Counters[];
}

function generationOf({ kind, document }: Snapshot): Generation {
  const workers = kind === 'worker' ? document.workers.map((worker) => countersOf(worker, 0)) : [];
  return { pid: document.pid, workers };
}

const began = (before: Generation, now: Generation): boolean =>
  before.pid !== now.pid ||
  now.workers.some((counters, index) => {
    const earlier = before.workers[index];
    return earlier !== undefined && wasReset(earlier, counters);
  });
