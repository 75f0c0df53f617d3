/** Names that uWSGI does not know: without `strict` it keeps them as placeholders and says nothing. */
import { editDistance, nearestName } from '../../format/nearest';
import { excerpt } from '../../format/text';
import type { OptionValue } from '../../limits/configuration';
import type { ConfigFacts } from '../config-facts';
import { shownValue } from '../shown-option';
import { isKnownOption, knownOptions, sinceVersion } from '../known-options';
import { knowsAllPlugins } from '../known-plugins';
import { declaredNames } from '../plain-placeholders';
import type { Complaint, ConfigRule } from '../rule';
import { isBefore } from '../../model/uwsgi-version';

const misspelt = 'py-callos-afterfork';
const stopsStart = { severity: 'error' } as const;

const osafterforkMisspelt: ConfigRule = {
  id: 'L34',
  name: 'py-call-osafterfork-misspelt',
  severity: 'warning',
  why: 'A misspelling that is copied from one configuration to the next: it does nothing, and with strict uWSGI does not start.',
  check: (facts) => {
    const option = facts.last(misspelt);
    if (option === undefined) return [];
    const message = `${misspelt} is no option of uWSGI`;
    const fix = 'py-call-osafterfork = true';
    return [{ message, fix, origin: option.origin, ...(facts.isOn('strict') && stopsStart) }];
  },
};

export const unknownOption: ConfigRule = {
  id: 'L68',
  name: 'unknown-option',
  severity: 'warning',
  why: 'uWSGI keeps what it does not know as a placeholder and goes on without it; with strict, or on the command line, it does not start.',
  check: (facts) => {
    // What could not be read may declare options of its own.
    const isWhole = facts.configuration.steps.every(({ kind }) => kind === 'option');
    const isSure = isWhole && knowsAllPlugins(facts.all('plugins').map(({ value = '' }) => value));
    const named = declaredNames(facts);
    const isOption = ({ name, origin }: OptionValue): boolean =>
      name !== '' && !named.has(name) && name !== misspelt && origin.kind !== 'environment';
    const told = new Set<string>();
    let unknownCount = 0;
    return facts.configuration.options.filter(isOption).flatMap((option) => {
      if (told.has(option.name)) return [];
      told.add(option.name);
      if (isKnownOption(option.name)) return tooEarly(option, facts);
      unknownCount += 1;
      const nearest = unknownCount > mostGuesses ? undefined : nearestOption(option.name);
      return unknown(option, { facts, isSure, nearest });
    });
  },
};

/** A name is held against more than a thousand others, and a file that is no configuration may have as many. */
const mostGuesses = 20;
const mostSlips = 2;

/** It ends a condition, and yet is no option: strict does not let it pass. */
const conditionEnd = 'end';

/** A slip changes little of the length: a fifth of the names is left to be compared. */
function nearestOption(name: string): string | undefined {
  if (name === conditionEnd) return 'endif';
  const alike = knownOptions.filter((known) => Math.abs(known.length - name.length) <= mostSlips);
  return nearestName(name, alike);
}

interface Circumstances {
  readonly facts: ConfigFacts;
  /** All plugins are uWSGI's own, and so all options known. */
  readonly isSure: boolean;
  readonly nearest: string | undefined;
}

function unknown(option: OptionValue, { facts, isSure, nearest }: Circumstances): Complaint[] {
  const { name, origin, value } = option;
  const isFatal = facts.isOn('strict') || origin.kind === 'command line';
  if (name === conditionEnd && !isFatal) return [];
  // A name of one's own that others are made of; strict wants set-placeholder for that.
  if (facts.usedNames.has(name) && !isFatal) return [];
  // A plugin that is not uWSGI's own may know it, unless it can hardly be anything but a slip.
  if (!isSure && (nearest === undefined || editDistance(name, nearest) > mostSlips)) return [];
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  const isPlaceholder = facts.usedNames.has(name);
  const message = isPlaceholder
    ? `${excerpt(name, 40)} is used as a placeholder, which strict forbids`
    : `${excerpt(name, 40)} is no option of uWSGI${hint}`;
  const right =
    nearest === undefined
      ? `remove ${excerpt(name, 40)}`
      : `${nearest}${value === undefined ? '' : ` = ${shownValue(option)}`}`;
  const fix = isPlaceholder ? `set-placeholder = ${excerpt(name, 40)}=…` : right;
  return [{ message, fix, origin, ...(isFatal && isSure && stopsStart) }];
}

/** Rules of their own tell of the others that came late. */
const toldElsewhere = /^harakiri-(?:graceful|queue)/;

/** In a condition that cannot be decided it may be there for a later version alone. */
function tooEarly({ name, origin, unknown: doubt }: OptionValue, facts: ConfigFacts): Complaint[] {
  const since = sinceVersion(name);
  const version = facts.host.uwsgiVersion;
  if (
    since === undefined ||
    doubt !== undefined ||
    toldElsewhere.test(name) ||
    isBefore(version, since) !== true
  )
    return [];
  const message = `${name} is there from uWSGI ${since} on, and this is ${excerpt(version ?? '', 40)}`;
  return [{ message, fix: `remove ${name}`, origin, ...(facts.isOn('strict') && stopsStart) }];
}

export const optionNameRules: readonly ConfigRule[] = [osafterforkMisspelt, unknownOption];
