/** Which targets there are at a moment: what was named, held against what is there now. */
import { isSecretName } from '../format/secrets';
import { displayText, excerpt } from '../format/text';
import { plural } from '../format/quantity';
import { parseTarget, type Target } from './address';
import { matcher, tellingPart } from './pattern';
import type { SocketPattern, TargetSpec } from './spec';
import type { ListedTarget, TargetsFile } from './targets-file';
import { describeProblem } from '../config/problems';

/** Whatever may name targets. */
export interface Sources {
  readonly specs: readonly TargetSpec[];
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Look around on this machine. */
  readonly discovers: boolean;
  /** Only these groups; empty: all. */
  readonly groups: readonly string[];
  /** The label that makes the group, where a file gives none itself. */
  readonly groupBy?: string | undefined;
}

/** What is there now. */
export interface World {
  /** Sockets that fit an absolute pattern, in order; undefined where they are too many. */
  readonly socketsOf: (pattern: string) => readonly string[] | undefined;
  /** The folder that an absolute pattern begins with, where it is not there. */
  readonly missingFolder: (pattern: string) => string | undefined;
  /** Names of the abstract sockets that somebody listens on, without their @. */
  readonly abstractNames: () => readonly string[];
  readonly absolute: (path: string) => string;
  readonly fileOf: (path: string) => TargetsFile;
  readonly discovered: { readonly targets: readonly Target[]; readonly remarks: readonly string[] };
}

export interface Roster {
  /** Each place once, in the order in which they were named. */
  readonly targets: readonly Target[];
  /** Whole sentences on what cannot be watched, and why. */
  readonly notices: readonly string[];
  /** The groups of all that was named, wanted or not. */
  readonly groups: readonly string[];
  /** By which targets are found now: what another one has found is not waited for. */
  readonly patterns: readonly string[];
}

/** Target.found of those that nobody asked for. */
export const lookAround = '';

export function rosterOf(sources: Sources, world: World): Roster {
  const notices: string[] = [];
  const entries = sources.files.flatMap((path) => {
    const file = world.fileOf(path);
    notices.push(...file.problems.map(describeProblem));
    return file.entries;
  });
  const named = sources.specs.flatMap((spec) => targetsOf(spec, world, notices));
  const listed = entries.flatMap((entry) => targetsOfEntry(entry, { world, notices, ...sources }));
  const around = sources.discovers ? world.discovered : { targets: [], remarks: [] };
  notices.push(...missingLabel(entries, sources), ...around.remarks);
  const all = onePerPlace([...named, ...listed, ...around.targets], world, notices);
  const patterns = [
    ...sources.specs.flatMap((spec) => (spec.kind === 'targets' ? [] : spec)),
    ...entries.flatMap(({ spec, group }) =>
      spec.kind === 'targets' ? [] : { ...spec, group: group ?? spec.group },
    ),
  ];
  const { groups } = sources;
  const groupsNamed = [...all, ...patterns].flatMap(({ group }) => group ?? []);
  return {
    targets: groups.length === 0 ? all : all.filter(({ group = '' }) => groups.includes(group)),
    notices,
    groups: [...new Set(groupsNamed)],
    patterns: [...patterns.map(({ text }) => text), ...(sources.discovers ? [lookAround] : [])],
  };
}

/** A slip in the name of a label would put all targets into no group, without a word. */
function missingLabel(entries: readonly ListedTarget[], { groupBy }: Sources): string[] {
  const isKnown = groupBy === undefined || entries.some(({ labels }) => Object.hasOwn(labels, groupBy));
  return isKnown ? [] : [`--group-by: no target has the label ${excerpt(groupBy, 40)}`];
}

function targetsOf(spec: TargetSpec, world: World, notices: string[]): readonly Target[] {
  if (spec.kind === 'targets') return spec.targets;
  const matches =
    spec.kind === 'files' ? filesOf(spec.pattern, world) : abstractSocketsOf(spec.pattern, world);
  if (matches === undefined)
    notices.push(`${shown(spec)} fits too many files: nothing of it is watched; give a narrower pattern`);
  else if (matches.length === 0) notices.push(`${shown(spec)} fits no socket yet${why(spec, world)}`);
  return (matches ?? []).map(({ address, name }) => foundTarget(address, name, spec));
}

function why({ kind, pattern }: SocketPattern, world: World): string {
  const missing = kind === 'files' ? world.missingFolder(world.absolute(pattern)) : undefined;
  return missing === undefined ? '' : `: there is no folder ${excerpt(missing, 80)}`;
}

const shown = ({ text }: SocketPattern) => excerpt(text, 80);

interface Match {
  readonly address: string;
  readonly name: string;
}

function filesOf(written: string, world: World): Match[] | undefined {
  const pattern = world.absolute(written);
  return world
    .socketsOf(pattern)
    ?.map((path) => ({ address: `unix:${path}`, name: tellingPart(path, pattern) }));
}

function abstractSocketsOf(pattern: string, world: World): Match[] {
  const fits = matcher(pattern);
  const names = world.abstractNames().filter((name) => fits.test(name));
  return names.map((name) => ({ address: `@${name}`, name: `@${name}` }));
}

function foundTarget(address: string, name: string, { group, text }: SocketPattern): Target {
  const parsed = parseTarget(address);
  // Whatever listens has an address; a name of an abstract socket is never empty here.
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return { ...parsed.value, name: displayText(name), group, found: text };
}

interface Listing {
  readonly world: World;
  readonly notices: string[];
  readonly groupBy?: string | undefined;
}

function targetsOfEntry(entry: ListedTarget, { world, notices, groupBy }: Listing): Target[] {
  const { labels, stated, spec } = entry;
  const group = entry.group ?? groupOf(entry, groupBy);
  return targetsOf(spec, world, notices).map((target) => ({
    ...target,
    name: spec.kind === 'targets' && spec.targets.length === 1 ? nameOf(target, labels) : target.name,
    group: group ?? target.group,
    labels,
    stated,
  }));
}

/** As Prometheus users call their things. */
function nameOf(target: Target, labels: ListedTarget['labels']): string {
  return target.isNamed === true ? target.name : (labels['name'] ?? target.name);
}

/** The label that was asked for, else one of the usual names, else in Prometheus' form all that the labels say. */
function groupOf({ labels, makesGroups }: ListedTarget, groupBy: string | undefined): string | undefined {
  if (groupBy !== undefined) return Object.hasOwn(labels, groupBy) ? labels[groupBy] : undefined;
  const usual = labels['group'] ?? labels['job'];
  if (usual !== undefined || !makesGroups) return usual;
  const rest = Object.entries(labels).flatMap(([key, value]) =>
    key === 'name' || isSecretName(key) ? [] : value,
  );
  return rest.length === 0 ? undefined : rest.join('/');
}

/** Under the first name that was given to it; what is named twice by hand is told. */
function onePerPlace(targets: readonly Target[], { absolute }: World, notices: string[]): Target[] {
  const places = new Map<string, Target>();
  const twice = new Map<string, Target>();
  for (const target of targets) {
    const { address, id } = target;
    const place = address.kind === 'unix' ? absolute(address.path) : id;
    const known = places.get(place);
    places.set(place, known === undefined ? target : joined(known, target));
    if (known !== undefined && known.found === undefined && target.found === undefined)
      twice.set(place, target);
  }
  const ids = [...twice.keys()];
  if (ids.length > 0) {
    const [first = ''] = ids;
    const name = places.get(first)?.name ?? first;
    const watched = name === first ? 'it is watched once' : `it is watched once, as ${name}`;
    const more = ids.length === 1 ? '' : ` (and ${plural(ids.length - 1, 'other')})`;
    notices.push(`${first} is named more than once: ${watched}${more}`);
  }
  return [...places.values()];
}

/** The first place in the order; of each thing that is said of it, what was said first. */
function joined(known: Target, target: Target): Target {
  const named = known.isNamed !== true && target.isNamed === true ? target : known;
  return {
    ...known,
    name: named.name,
    text: named.text,
    group: known.group ?? target.group,
    labels: known.labels ?? target.labels,
    stated: known.stated ?? target.stated,
    isNamed: named.isNamed,
    found: target.found === undefined ? undefined : known.found,
  };
}
