/** Reads uwtop's own configuration file: strictly, for a setting that is silently ignored is worse than an error. */
import { fail, succeed, type Result } from '../result';
import {
  bells,
  type AlertSettings,
  type LimitEntries,
  type TargetSettings,
  type UwtopConfig,
} from './config';
import type { RuleChanges } from '../alerts/rule-table';
import { readLimits } from './parse-limits';
import { lookKeys, readLooks } from './parse-looks';
import { readRules } from './parse-rules';
import { parseYaml } from './parse-yaml';
import {
  entriesOf,
  fieldsOf,
  readChoice,
  readText,
  refuse,
  statedAt,
  type NamedPlace,
  type Place,
} from './place';
import { Problems, type ConfigProblem } from './problems';

/**
 * @param file its name for messages; relative paths in it stand against its folder
 * @returns the whole configuration, or every problem in the order of the lines
 */
export function parseConfig(text: string, file: string): Result<UwtopConfig, readonly ConfigProblem[]> {
  const problems = new Problems(file);
  const node = parseYaml(text, problems);
  if (node === undefined) return fail(problems.list());
  const config = readConfig({ path: '', node, line: node.line, problems }, file);
  return problems.isEmpty ? succeed(config) : fail(problems.list());
}

function readConfig(place: Place, file: string): UwtopConfig {
  const at = fieldsOf(place, [...lookKeys, 'limits', 'alerts', 'targets']);
  const alerts = readAlerts(at.alerts);
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const targets = at.targets === undefined ? [] : entriesOf(at.targets);
  return {
    file,
    looks: readLooks(at),
    limits: limitsAt(at.limits),
    alerts,
    targets: new Map(targets.map((target) => [target.key, readTarget(target, folder, alerts.rules)])),
  };
}

const limitsAt = (place: Place | undefined): LimitEntries => (place === undefined ? [] : readLimits(place));

function readAlerts(place: Place | undefined): AlertSettings {
  if (place === undefined) return { rules: {}, ruleLines: {} };
  const at = fieldsOf(place, ['bell', 'on-alert', 'rules']);
  const bell = at.bell && statedAt(at.bell, readChoice(at.bell, bells));
  const onAlert =
    at['on-alert'] && statedAt(at['on-alert'], readText(at['on-alert'], 'a command for the shell'));
  return {
    ...(bell === undefined ? {} : { bell }),
    ...(onAlert === undefined ? {} : { onAlert }),
    ...readRules(at.rules),
  };
}

function readTarget(place: NamedPlace, folder: string, basis: RuleChanges): TargetSettings {
  const at = fieldsOf(place, ['uwsgi-config', 'limits', 'alerts']);
  const file = at['uwsgi-config'];
  const uwsgiConfig = file && statedAt(file, readPath(file, folder));
  const alerts = at.alerts && fieldsOf(at.alerts, ['rules']);
  return {
    line: place.line,
    ...(uwsgiConfig === undefined ? {} : { uwsgiConfig }),
    limits: limitsAt(at.limits),
    ...readRules(alerts?.rules, basis),
  };
}

function readPath(place: Place, folder: string): string | undefined {
  const path = readText(place, 'the path of a file');
  if (path?.startsWith('~/') === true) refuse(place, 'a path without ~, which only a shell expands');
  return path === undefined || path.startsWith('/') ? path : folder + path.replace(/^(?:\.\/+)+/, '');
}
