/** The targets that are watched, which come and go: sockets that fit a pattern, lines of a file, vassals that are opened. */
import { performance } from 'node:perf_hooks';
import { parseTarget, type Target } from './address';
import { type Roster, rosterOf, type Sources } from './roster';
import { LocalWorld } from './world';

/** How often files and patterns are looked at again. */
const lookGapMs = 2000;

/** A socket that is made anew by a restart is the same target; what stays away longer is not coming back. */
export const graceMs = 60_000;

const noSources: Sources = { specs: [], files: [], discovers: false, groups: [] };

type Shown = Pick<Roster, 'targets' | 'notices'>;

const noRoster: Roster = { targets: [], notices: [], groups: [], patterns: [] };

export class Watched {
  readonly #sources: Sources;
  readonly #world: LocalWorld;
  readonly #opened = new Map<string, Target>();
  /** When each target that was found was last there: monotonic, ms. */
  readonly #lastThere = new Map<string, number>();
  /** What the last look found. */
  #there: Roster = noRoster;
  /** With it what is waited for, and what was opened: the same object as long as nothing of it changes. */
  #roster: Shown = noRoster;
  #timer: NodeJS.Timeout | undefined;
  #onChange: (() => void) | undefined;

  private constructor(sources: Sources, world: LocalWorld) {
    this.#sources = sources;
    this.#world = world;
  }

  static async open(sources: Sources, world: LocalWorld): Promise<Watched> {
    const watched = new Watched(sources, world);
    await watched.#look();
    return watched;
  }

  /** Always these. */
  static of(targets: readonly Target[]): Watched {
    const watched = new Watched(noSources, new LocalWorld());
    watched.#settle({ ...noRoster, targets });
    return watched;
  }

  get targets(): readonly Target[] {
    return this.#roster.targets;
  }

  get notices(): readonly string[] {
    return this.#roster.notices;
  }

  get groupsThere(): readonly string[] {
    return this.#there.groups;
  }

  /** One more, until the end. Where it is watched already nothing changes. */
  attach(address: string, { name, group }: Pick<Target, 'name' | 'group'>): void {
    const parsed = parseTarget(address);
    if (!parsed.ok || this.targets.some(({ id }) => id === parsed.value.id)) return;
    this.#opened.set(parsed.value.id, { ...parsed.value, name, group });
    this.#settle(this.#there);
  }

  /** Looks again and again; tells of every change of targets or notices. */
  follow(onChange: () => void): void {
    this.#onChange = onChange;
    if (!this.mayGrow) return;
    const next = () => {
      this.#timer = setTimeout(() => {
        void this.#look()
          .catch((error: unknown) => {
            // What is watched goes on being watched, whatever somebody has put into a configuration.
            const reason = error instanceof Error ? error.message : String(error);
            this.#settle({ ...this.#there, notices: [`looking for targets failed: ${reason}`] });
          })
          .then(() => {
            if (this.#onChange !== undefined) next();
          });
      }, lookGapMs);
    };
    next();
  }

  stop(): void {
    this.#onChange = undefined;
    clearTimeout(this.#timer);
  }

  /** Whether there may be more targets later. */
  get mayGrow(): boolean {
    const { specs, files, discovers } = this.#sources;
    return discovers || files.length > 0 || specs.some(({ kind }) => kind !== 'targets');
  }

  async #look(): Promise<void> {
    await this.#world.prepare(this.#sources);
    const there = rosterOf(this.#sources, this.#world);
    for (const { id } of there.targets) this.#lastThere.set(id, performance.now());
    this.#settle(there);
  }

  #settle(there: Roster): void {
    const now = performance.now();
    this.#there = there;
    const ids = new Set(there.targets.map(({ id }) => id));
    const targets = [...there.targets];
    // What is away for a moment keeps its place.
    for (const [index, target] of this.#roster.targets.entries())
      if (!ids.has(target.id) && this.#isAwaited(target, now)) targets.splice(index, 0, target);
    const known = new Set(targets.map(({ id }) => id));
    const opened = [...this.#opened.values()].filter(({ id }) => !known.has(id));
    for (const id of this.#lastThere.keys()) if (!known.has(id)) this.#lastThere.delete(id);
    const settled = {
      targets: [...targets, ...opened].map((target) => this.#withVassals(target)),
      notices: there.notices,
    };
    if (isSame(this.#roster, settled)) return;
    this.#roster = settled;
    this.#onChange?.();
  }

  /** An emperor whose vassals were opened stands with them. */
  #withVassals(target: Target): Target {
    if (target.group !== undefined) return target;
    const isRuler = [...this.#opened.values()].some(({ group }) => group === target.name);
    return isRuler ? { ...target, group: target.name } : target;
  }

  #isAwaited({ id, found }: Target, now: number): boolean {
    if (found === undefined || !this.#there.patterns.includes(found)) return false;
    return now - (this.#lastThere.get(id) ?? -Infinity) < graceMs;
  }
}

const isSame = (one: Shown, other: Shown): boolean =>
  JSON.stringify([one.targets, one.notices]) === JSON.stringify([other.targets, other.notices]);
