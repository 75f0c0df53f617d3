/** What the file changes about the rules of alerts; only what makes sense together with all that is left as it was. */
import {
  ruleNames,
  ruleTable,
  settingsWith,
  type RuleChange,
  type RuleChanges,
  type RuleDefaults,
  type RuleName,
  type RuleUnit,
} from '../alerts/rule-table';
import type { RuleLines } from './config';
import { readNumber, readSeconds } from './parse-numbers';
import { fieldsOf, readBoolean, type Place } from './place';

interface Rules {
  readonly rules: RuleChanges;
  readonly ruleLines: RuleLines;
}

/** @param basis changes that count for every target, where the section is that of one */
export function readRules(place: Place | undefined, basis?: RuleChanges): Rules {
  const fields = place === undefined ? {} : fieldsOf(place, ruleNames);
  const stated = ruleNames.flatMap((name) => {
    const at = fields[name];
    if (at === undefined) return [];
    const change = readRule(at, name);
    const conflict = conflictOf(name, change, basis);
    if (conflict !== undefined) at.problems.add(at.line, () => `\`${at.path}\`: ${conflict}`);
    return [{ name, change, line: at.line }];
  });
  return {
    rules: Object.fromEntries(stated.map(({ name, change }) => [name, change])),
    ruleLines: Object.fromEntries(stated.map(({ name, line }) => [name, line])),
  };
}

const longestHoldSeconds = 3600;
const longestSeconds = 86_400 * 366;

function readRule(place: Place, name: RuleName): RuleChange {
  const at = fieldsOf(place, ['warning', 'critical', 'clear', 'hold', 'mute']);
  const { unit } = ruleTable[name];
  const change = {
    warning: at.warning && readLevel(at.warning, name, 'warning'),
    critical: at.critical && readLevel(at.critical, name, 'critical'),
    clear: at.clear && readAmount(at.clear, unit),
    holdSeconds: at.hold && readSeconds(at.hold, longestHoldSeconds),
    mute: at.mute && readBoolean(at.mute),
  };
  // What is not said leaves no key behind, so that two changes compare by what they say.
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

type Level = 'warning' | 'critical';

function readLevel(place: Place, name: RuleName, level: Level): number | undefined {
  const rule: RuleDefaults = ruleTable[name];
  if (rule[level] !== undefined) return readAmount(place, rule.unit);
  const other: Level = level === 'warning' ? 'critical' : 'warning';
  const reason = `the rule ${name} has no ${level} level; its level is \`${other}\``;
  place.problems.add(place.line, () => `\`${place.path}\`: ${reason}`);
  return undefined;
}

function readAmount(place: Place, unit: RuleUnit): number | undefined {
  switch (unit) {
    case 'percent':
      return readNumber(place, { most: 100, shouldBe: 'a number from 0 to 100 (percent)' });
    case 'count':
      return readNumber(place, { most: 1e9, isWhole: true, shouldBe: 'a whole number from 0 on' });
    case 'seconds':
    case 'seconds-left':
      return readSeconds(place, longestSeconds);
  }
}

/** Why the levels that are then in force could never work. */
function conflictOf(name: RuleName, change: RuleChange, basis?: RuleChanges): string | undefined {
  const { warning, critical, clear } = settingsWith(basis, { [name]: change })[name];
  const isLowWorse = ruleTable[name].unit === 'seconds-left';
  const say = (level: Level | 'clear', value: number): string =>
    `${level} ${value}${change[level] === undefined ? ' (not stated here)' : ''}`;
  const changesLevel = change.warning !== undefined || change.critical !== undefined;
  if (changesLevel && warning !== undefined && critical !== undefined) {
    const isOrdered = isLowWorse ? warning > critical : warning < critical;
    const order = isLowWorse ? 'above' : 'below';
    if (!isOrdered) return `${say('warning', warning)} should be ${order} ${say('critical', critical)}`;
  }
  const level = warning === undefined ? 'critical' : 'warning';
  const lowest = warning ?? critical ?? Infinity;
  if (isLowWorse || clear === 0 || clear < lowest || !(changesLevel || change.clear !== undefined))
    return undefined;
  return `${say('clear', clear)} should be below ${say(level, lowest)}, or the alert never ends`;
}
