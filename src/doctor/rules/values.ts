/** Values that uWSGI takes for something else than they say, and values that do not count. */
import { limitTable } from '../../limits/limit-table';
import type { OptionValue } from '../../limits/configuration';
import { parseLong } from '../../limits/numbers';
import type { ConfigFacts } from '../config-facts';
import type { Complaint, ConfigRule } from '../rule';
import { shownOption } from '../shown-option';

const numbers: readonly string[] = [
  ...Object.values(limitTable)
    .filter(({ kind }) => kind === 'int' || kind === 'unsigned' || kind === 'megabytes')
    .flatMap(({ options }) => [...options]),
  'buffer-size',
  'post-buffering',
  'http-timeout',
  'socket-timeout',
  'gevent',
  'offload-threads',
  'cheaper-rss-limit-soft',
  'cheaper-rss-limit-hard',
];

const flags: readonly string[] = `
  master vacuum strict need-app lazy lazy-apps enable-threads single-interpreter die-on-term no-orphans auto-procname
  memory-report harakiri-verbose thunder-lock log-4xx log-5xx py-call-osafterfork py-call-uwsgi-fork-hooks stats-http
`
  .trim()
  .split(/\s+/);

/** What looks like a comment behind a value is a part of it, and does no harm where the value is read as it is meant. */
const plainNumber = /^\s*[+-]?\d+\s*(?:\s[;#].*)?$/;
const plainFlag = /^(?:(?:false|off|no|0)?|(?:true|on|yes|\d+)\s*(?:\s[;#].*)?)$/i;

const valueMisread: ConfigRule = {
  id: 'L89',
  name: 'value-misread',
  severity: 'warning',
  why: 'uWSGI reads the digits that a number begins with, else 0, and takes a flag for on unless it is false, off, no or 0.',
  check: (facts) => [
    ...facts
      .all(...numbers)
      .filter(({ value }) => value !== undefined && !plainNumber.test(value))
      .map(misreadNumber),
    ...facts
      .all(...flags)
      .filter(({ value }) => value !== undefined && !plainFlag.test(value))
      .map(misreadFlag),
  ],
};

function misreadNumber(option: OptionValue): Complaint {
  const read = parseLong(option.value ?? '');
  const message = `${shownOption(option)}: uWSGI reads ${read}`;
  const fix = read === 0n ? `a whole number for ${option.name}` : `${option.name} = ${read}`;
  return { message, fix, origin: option.origin };
}

function misreadFlag(option: OptionValue): Complaint {
  const message = `${shownOption(option)}: uWSGI takes it for on`;
  return { message, fix: `${option.name} = true, or ${option.name} = false`, origin: option.origin };
}

const setTwice: ConfigRule = {
  id: 'L90',
  name: 'set-twice',
  severity: 'info',
  why: 'Of an option that takes one value the last counts, and who changes the other wonders why nothing happens.',
  check: (facts) => [...numbers, ...flags].flatMap((name) => overruled(name, facts)),
};

/** In one file: that a later file overrules an earlier one is how people build them. */
function overruled(name: string, facts: ConfigFacts): readonly Complaint[] {
  const all = facts.all(name);
  const last = all.at(-1);
  if (last?.origin.kind !== 'file' || all.length !== facts.countOf(name)) return [];
  const { file, line } = last.origin;
  return all.flatMap((option): Complaint[] => {
    const { origin, value } = option;
    if (origin.kind !== 'file' || origin.file !== file || origin.line === line || value === last.value)
      return [];
    const message = `${shownOption(option)} does not count: line ${line} says ${shownOption(last)}`;
    return [{ message, fix: `remove it, or line ${line}`, origin }];
  });
}

export const valueRules: readonly ConfigRule[] = [valueMisread, setTwice];
