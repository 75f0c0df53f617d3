/**
 * uWSGI's conditions and loops: between `if-env = X` and any `endif` (or `endfor`, or `end`) every option is handed to
 * the condition, which adds it never, once or several times, with `%(_)` replaced.
 */
import { excerpt } from '../format/text';
import type { ConfigSource, PathKind, Start } from './config-source';
import type { Meaning } from './expand';
import { parseInteger } from './numbers';

/** For every time that the option is added what replaces `%(_)`, undefined for nothing; or why that is not known. */
export type Decision = { readonly times: readonly (string | undefined)[] } | { readonly unknown: string };

export interface LogicContext {
  readonly start: Start;
  readonly source: ConfigSource;
  /** The first value that an option was given so far, before placeholders. */
  readonly firstValue: (key: string) => Meaning;
  readonly absolute: (path: string) => string;
}

export const logicEnds: ReadonlySet<string> = new Set(['end', 'endfor', 'endif', 'end-if', 'end-for']);

const secondNames: Readonly<Record<string, string>> = {
  ifenv: 'if-env',
  ifexists: 'if-exists',
  ifplugin: 'if-plugin',
  ifdir: 'if-dir',
  'if-directory': 'if-dir',
};

const never: Decision = { times: [] };
/** Enough for any real loop; uWSGI itself has no limit. */
const maxTimes = 10_000;

type Rule = (argument: string, context: LogicContext) => Decision;

const conditions: Readonly<Record<string, Rule>> = {
  'if-opt': (argument, { firstValue }) => compare(argument, firstValue),
  'if-not-opt': (argument, { firstValue }) => compareNot(argument, firstValue),
  'if-env': (argument, { start }) => compare(argument, environmentOf(start)),
  'if-not-env': (argument, { start }) => compareNot(argument, environmentOf(start)),
  'if-reload': (_, { start }) => onReload(start, true),
  'if-not-reload': (_, { start }) => onReload(start, false),
  'if-hostname': (argument, { start }) => onHostName(argument, start, true),
  'if-not-hostname': (argument, { start }) => onHostName(argument, start, false),
  'if-exists': (argument, context) => onPath(argument, context, (kind) => kind !== 'missing'),
  'if-not-exists': (argument, context) => onPath(argument, context, (kind) => kind === 'missing'),
  'if-file': (argument, context) => onPath(argument, context, (kind) => kind === 'file'),
  'if-not-file': (argument, context) => onPath(argument, context, (kind) => kind !== 'file'),
  'if-dir': (argument, context) => onPath(argument, context, (kind) => kind === 'directory'),
  'if-not-dir': (argument, context) => onPath(argument, context, (kind) => kind !== 'directory'),
  // Plugins may be built in, or named after something else than their file.
  'if-plugin': () => ({ unknown: 'it cannot be told which plugins are loaded' }),
  'if-not-plugin': () => ({ unknown: 'it cannot be told which plugins are loaded' }),
  'if-hostname-match': () => ({ unknown: 'its regular expression is for uWSGI only' }),
  'if-not-hostname-match': () => ({ unknown: 'its regular expression is for uWSGI only' }),
  for: (argument) => times(argument.split(' ').filter((word) => word !== '')),
  'for-times': (argument) => {
    const count = parseInteger(argument);
    if (count > maxTimes) return { unknown: `${count} times is too often` };
    return times(Array.from({ length: Math.max(0, count) }, (_, index) => String(index + 1)));
  },
  'for-glob': (argument, { source, absolute }) => {
    const found = argument.startsWith('/') ? source.glob(argument) : undefined;
    if (found !== undefined) return times(found.length === 0 ? [argument] : found);
    const relative = source.glob(absolute(argument));
    if (relative === undefined) return { unknown: 'the files that match cannot be told' };
    const shift = absolute('').length;
    return times(relative.length === 0 ? [argument] : relative.map((path) => path.slice(shift)));
  },
  'for-readline': (argument, { source, absolute }) => {
    const text = source.read(absolute(argument));
    if (!text.ok) return { unknown: `${excerpt(argument)} cannot be read: ${text.failure}` };
    return times(text.value.replace(/\n$/, '').split('\n'));
  },
};

export const isLogic = (key: string): boolean =>
  Object.hasOwn(conditions, key) || Object.hasOwn(secondNames, key);

/** One open condition; what cannot change while it is open is found out once. */
export class Logic {
  readonly name: string;
  readonly argument: string;
  readonly #doubt: string | undefined;
  #decision: Decision | undefined;

  constructor(key: string, argument: string, doubt: string | undefined) {
    this.name = Object.hasOwn(secondNames, key) ? (secondNames[key] ?? key) : key;
    this.argument = argument;
    this.#doubt = doubt;
  }

  decide(context: LogicContext): Decision {
    const decision = this.#decision ?? this.#find(context);
    // An option that is added here may be the one that the condition asks for.
    if (!this.name.endsWith('-opt')) this.#decision = decision;
    if (!('unknown' in decision)) return decision;
    return { unknown: `it depends on ${this.name} = ${excerpt(this.argument, 40)}: ${decision.unknown}` };
  }

  #find(context: LogicContext): Decision {
    if (this.#doubt !== undefined) return { unknown: this.#doubt };
    return conditions[this.name]?.(this.argument, context) ?? never;
  }
}

const times = (items: readonly string[]): Decision =>
  items.length > maxTimes ? { unknown: `${items.length} times is too often` } : { times: items };

const environmentOf =
  ({ environment }: Start) =>
  (name: string): Meaning => {
    if (environment === undefined) return { unknown: 'the environment of the process is not known' };
    const text = Object.hasOwn(environment, name) ? environment[name] : undefined;
    return text === undefined ? undefined : { text };
  };

/** `NAME` asks whether it is there, `NAME=value` whether it is that. */
function compare(argument: string, lookUp: (name: string) => Meaning): Decision {
  const { name, wanted } = splitQuestion(argument);
  const meaning = lookUp(name);
  if (meaning === undefined) return never;
  if ('unknown' in meaning) return meaning;
  return wanted === undefined || wanted === meaning.text ? { times: [meaning.text] } : never;
}

function compareNot(argument: string, lookUp: (name: string) => Meaning): Decision {
  const { name, wanted } = splitQuestion(argument);
  const meaning = lookUp(name);
  if (meaning === undefined) return { times: [undefined] };
  if ('unknown' in meaning) return meaning;
  return wanted === undefined || wanted === meaning.text ? never : { times: [meaning.text] };
}

function splitQuestion(argument: string): { name: string; wanted: string | undefined } {
  const equals = argument.indexOf('=');
  if (equals < 0) return { name: argument, wanted: undefined };
  return { name: argument.slice(0, equals), wanted: argument.slice(equals + 1) };
}

/** A reload starts the program anew, with a mark in its environment. */
function onReload({ environment }: Start, isWanted: boolean): Decision {
  if (environment === undefined) return { unknown: 'the environment of the process is not known' };
  return Object.hasOwn(environment, 'UWSGI_RELOADS') === isWanted ? { times: [undefined] } : never;
}

function onHostName(argument: string, { facts }: Start, isWanted: boolean): Decision {
  if (facts?.hostName === undefined) return { unknown: 'the name of its host is not known' };
  return (facts.hostName === argument) === isWanted ? { times: [argument] } : never;
}

/** As things are now: a file may have come or gone since the start. */
function onPath(argument: string, context: LogicContext, isMet: (kind: PathKind) => boolean): Decision {
  const kind = context.source.kindOf(context.absolute(argument));
  if (kind === 'unknown') return { unknown: 'nobody may look there' };
  return isMet(kind) ? { times: [argument] } : never;
}
