/**
 * A list of targets in a file, YAML or JSON: uwtop's own form, or the `file_sd` of Prometheus. One bad entry is told with
 * its line, and the others are watched. Pure.
 *
 *     groups:
 *       web:
 *         - web1=10.0.0.5:1717
 *         - address: 10.0.0.6:9000-9003
 *           limits: { harakiri: 30 }
 *     targets: ['/run/uwsgi/*\/stats.sock']
 */
import { displayText } from '../format/text';
import { readLimits } from '../config/parse-limits';
import { type ConfigNode, parseYaml } from '../config/parse-yaml';
import { entriesOf, fieldsOf, type NamedPlace, type Place, readText, refuse } from '../config/place';
import { type ConfigProblem, Problems } from '../config/problems';
import type { StatedOfTarget, Target } from './address';
import { parseSpec, type TargetSpec } from './spec';

export interface ListedTarget {
  readonly spec: TargetSpec;
  readonly line: number;
  /** The one given in the file; where labels make it, see groupOf. */
  readonly group?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly stated?: StatedOfTarget | undefined;
  /** As in Prometheus' form, labels are what there is to group by. */
  readonly makesGroups: boolean;
}

export interface TargetsFile {
  readonly entries: readonly ListedTarget[];
  readonly problems: readonly ConfigProblem[];
  /** Nothing of it could be understood: it is no YAML, or no list of targets. */
  readonly isBroken: boolean;
}

/** @param file its name for messages; relative paths in it stand against its folder */
export function parseTargetsFile(text: string, file: string): TargetsFile {
  const problems = new Problems(file);
  const node = parseYaml(text, problems);
  if (node === undefined) return { entries: [], problems: problems.list(), isBroken: true };
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const root: Place = { path: '', node, line: node.line, problems };
  const hasForm = node.kind === 'list' || node.kind === 'map' || node.kind === 'nothing';
  if (!hasForm) refuse(root, 'a list of targets, or `targets:` and `groups:`');
  const entries = hasForm ? entriesOfRoot(root, folder) : [];
  return { entries, problems: problems.list(), isBroken: !hasForm };
}

interface Common {
  readonly folder: string;
  readonly group?: string | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  readonly stated?: StatedOfTarget | undefined;
  readonly makesGroups?: boolean;
}

function entriesOfRoot(root: Place, folder: string): ListedTarget[] {
  if (root.node.kind === 'list') return listed(root, { folder });
  const at = fieldsOf(root, ['targets', 'groups']);
  const groups = at.groups === undefined ? [] : entriesOf(at.groups);
  return [
    ...(at.targets === undefined ? [] : listed(at.targets, { folder })),
    ...groups.flatMap((group) => groupEntries(group, folder)),
  ];
}

/** A group is a list, or a section with what holds for all its targets. */
function groupEntries(place: NamedPlace, folder: string): ListedTarget[] {
  const group = displayText(place.key).trim();
  if (place.node.kind !== 'map') return listed(place, { folder, group });
  const at = fieldsOf(place, ['targets', ...commonKeys]);
  const common = { folder, group, ...commonOf(at, folder) };
  return at.targets === undefined ? [] : listed(at.targets, common);
}

function listed(place: Place, common: Common): ListedTarget[] {
  const { node, path, problems } = place;
  if (node.kind === 'nothing') return [];
  if (node.kind !== 'list') {
    refuse(place, 'a list of targets');
    return [];
  }
  return node.items.flatMap((item, index) =>
    entry({ path: `${path}[${index}]`, node: item, line: item.line, problems }, common),
  );
}

const commonKeys = ['labels', 'limits', 'uwsgi-config', 'uwsgiConfig'] as const;

/** An address, a section of its own, or one of `file_sd`: several addresses with labels. */
function entry(place: Place, common: Common): ListedTarget[] {
  const { node } = place;
  if (node.kind === 'value') return specAt(place, node.text, common);
  if (node.kind !== 'map') {
    refuse(place, 'an address, or a section with `address:` or `targets:`');
    return [];
  }
  const at = fieldsOf(place, ['address', 'name', 'group', 'targets', ...commonKeys]);
  const own = { ...common, ...commonOf(at, common.folder, common) };
  const group = at.group === undefined ? own.group : readText(at.group, 'the name of a group');
  if (at.targets !== undefined) return listed(at.targets, { ...own, group, makesGroups: true });
  if (at.address === undefined) {
    refuse(place, 'an address, or a section with `address:` or `targets:`');
    return [];
  }
  const address = readText(at.address, 'an address');
  const name = at.name === undefined ? undefined : readText(at.name, 'a name');
  if (address === undefined) return [];
  return specAt(at.address, address, { ...own, group }).map((entry) => ({
    ...entry,
    spec: name === undefined ? entry.spec : renamed(entry.spec, displayText(name).trim()),
  }));
}

/** As with `name=` on the command line: of one target it is the name, of many that of their group. */
function renamed(spec: TargetSpec, name: string): TargetSpec {
  if (spec.kind !== 'targets') return { ...spec, group: name };
  const [only] = spec.targets;
  if (spec.targets.length === 1 && only !== undefined)
    return { kind: 'targets', targets: [{ ...only, name, isNamed: true }] };
  return {
    kind: 'targets',
    targets: spec.targets.map((target) => ({ ...target, name: `${name}:${portOf(target)}`, group: name })),
  };
}

const portOf = ({ address }: Target) => ('port' in address ? address.port : '');

function specAt({ line, problems }: Place, text: string, common: Common): ListedTarget[] {
  const { group, labels = {}, stated, makesGroups = false } = common;
  const parsed = parseSpec(besideFile(text, common.folder));
  if (parsed.ok) return [{ spec: parsed.value, line, group, labels, stated, makesGroups }];
  problems.add(line, () => parsed.failure.message.replace(/\.$/, ''));
  return [];
}

/** `./stats.sock` is a socket beside the file, whoever reads it from where. */
const besideFile = (text: string, folder: string): string =>
  text.replace(
    /^([^@[\]/:=][^/:=]*=)?(\.\.?\/)/u,
    (_, name: string = '', path: string) => `${name}${folder}${path}`,
  );

type CommonFields = Readonly<Partial<Record<(typeof commonKeys)[number], Place>>>;

function commonOf(at: CommonFields, folder: string, outer: Partial<Common> = {}): Partial<Common> {
  const labels = { ...outer.labels, ...(at.labels && readLabels(at.labels)) };
  const file = at['uwsgi-config'] ?? at.uwsgiConfig;
  const path = file && readText(file, 'the path of a file');
  const uwsgiConfig =
    path === undefined ? outer.stated?.uwsgiConfig : path.startsWith('/') ? path : folder + path;
  const own = at.limits === undefined ? [] : readLimits(at.limits);
  const ownNames = new Set(own.map(({ name }) => name));
  const limits = [...own, ...(outer.stated?.limits ?? []).filter(({ name }) => !ownNames.has(name))];
  const isStated = limits.length > 0 || uwsgiConfig !== undefined;
  return { labels, stated: isStated ? { limits, uwsgiConfig } : undefined };
}

/** Those that begin with two underscores are for the machinery of Prometheus. */
function readLabels(place: Place): Record<string, string> {
  const pairs = entriesOf(place).flatMap(({ key, node }): [string, string][] => {
    const value = textOf(node);
    return key.startsWith('__') || value === undefined ? [] : [[displayText(key), displayText(value)]];
  });
  return Object.fromEntries(pairs);
}

const textOf = (node: ConfigNode): string | undefined => (node.kind === 'value' ? node.text : undefined);
