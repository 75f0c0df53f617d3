/** The limits of an instance out of what was read about it, each with where it came from or why it is not known. */
import { excerpt } from '../format/text';
import { describeOrigin, type Configuration, type OptionValue, type Step } from './configuration';
import { limitTable, type LimitKind, type LimitName, type LimitRule } from './limit-table';
import { parseFlag, parseInteger, parseLong } from './numbers';

export type Limit<Value> =
  | {
      readonly state: 'set';
      readonly value: Value;
      /** For people: 'harakiri 60 s, from app.ini line 12'. */
      readonly source: string;
      /** Of several, the last. */
      readonly option: OptionValue;
    }
  /** Known not to be set ('not set in app.ini'), or set to uWSGI's word for off ('harakiri 0, from app.ini line 3'). */
  | { readonly state: 'off'; readonly value?: undefined; readonly reason: string }
  | { readonly state: 'unknown'; readonly value?: undefined; readonly reason: string };

interface Values {
  readonly int: number;
  readonly unsigned: number;
  readonly megabytes: number;
  readonly flag: boolean;
  readonly text: string;
  readonly each: readonly string[];
  readonly all: readonly string[];
}

type AnyLimit = Limit<Values[LimitKind]>;

export type Limits = {
  readonly [Name in LimitName]: Limit<Values[(typeof limitTable)[Name]['kind']]>;
};

/** The sources come by rank, the highest first: the first that settles a limit decides it. */
export function limitsOf(sources: Configuration | readonly Configuration[]): Limits {
  const ranked = 'steps' in sources ? [sources] : sources;
  const entries = Object.entries(limitTable).map(([name, rule]) => [name, byRank(rule, ranked)]);
  return Object.fromEntries(entries) as Limits;
}

function byRank(rule: LimitRule, ranked: readonly Configuration[]): AnyLimit {
  let doubt: string | undefined;
  let absence: string | undefined;
  for (const configuration of ranked) {
    const found = inConfiguration(rule, configuration);
    if (found === undefined) {
      if (configuration.isWhole) absence ??= `not set in ${configuration.name}`;
    } else if (found.state === 'unknown') doubt ??= found.reason;
    else return found;
  }
  if (doubt !== undefined) return { state: 'unknown', reason: doubt };
  if (absence !== undefined) return { state: 'off', reason: absence };
  return { state: 'unknown', reason: 'no configuration of this instance is known' };
}

/** undefined: this configuration says nothing about it. */
function inConfiguration(rule: LimitRule, { steps }: Configuration): AnyLimit | undefined {
  if (rule.kind === 'each') {
    const last = rule.options.map((name) => lastOf([name], steps)).filter((found) => found !== undefined);
    return joined(last);
  }
  if (rule.kind === 'all') {
    const every = steps.flatMap((step) => {
      if (step.kind === 'gap') return [asLimit(rule, step)];
      return rule.options.includes(step.option.name) ? [asLimit(rule, step)] : [];
    });
    return joined(every);
  }
  const found = lastStep(rule.options, steps);
  return found === undefined ? undefined : asLimit(rule, found);
}

const lastStep = (names: readonly string[], steps: readonly Step[]): Step | undefined =>
  steps.findLast((step) => step.kind === 'gap' || names.includes(step.option.name));

function lastOf(names: readonly string[], steps: readonly Step[]): AnyLimit | undefined {
  const found = lastStep(names, steps);
  return found === undefined ? undefined : asLimit({ options: names, kind: 'text' }, found);
}

/** Addresses that are known are worth having even where there may be more of them. */
function joined(limits: readonly AnyLimit[]): AnyLimit | undefined {
  const known = limits.filter((limit) => limit.state === 'set');
  const last = known.at(-1);
  if (last === undefined) return limits.find((limit) => limit.state === 'unknown') ?? limits[0];
  return {
    state: 'set',
    value: known.map(({ value }) => String(value)),
    source: known.map(({ source }) => source).join('; '),
    option: last.option,
  };
}

function asLimit(rule: LimitRule, step: Step): AnyLimit {
  if (step.kind === 'gap') return { state: 'unknown', reason: step.gap.reason };
  const { option } = step;
  if (option.unknown !== undefined) return { state: 'unknown', reason: `${option.name}: ${option.unknown}` };
  const reading = read(rule, option);
  const from = `from ${describeOrigin(option.origin)}`;
  if (reading === undefined) {
    const text = excerpt(option.value ?? '', 40);
    return {
      state: 'unknown',
      reason: `${option.name} ${text}, ${from}: not a number that uWSGI starts with`,
    };
  }
  const source = `${option.name} ${reading.words}, ${from}`;
  if (reading.isOff) return { state: 'off', reason: source };
  return { state: 'set', value: reading.value, source, option };
}

interface ReadValue {
  readonly value: number | string | boolean;
  readonly words: string;
  readonly isOff: boolean;
}

/** A flag of the command line carries no value: uWSGI then takes 1, or on. */
function read(rule: LimitRule, { name, value: text = '1' }: OptionValue): ReadValue | undefined {
  if (rule.kind === 'flag') {
    const value = parseFlag(text);
    return { value, words: value ? 'on' : 'off', isOff: false };
  }
  if (rule.kind === 'text' || rule.kind === 'all' || rule.kind === 'each') {
    const value = name === 'procname-prefix-spaced' ? `${text} ` : text;
    return { value, words: excerpt(text), isOff: value === '' };
  }
  const number = rule.kind === 'int' ? parseInteger(text) : Number(parseLong(text));
  const value = rule.kind === 'megabytes' ? number * 1024 * 1024 : number;
  if (number < 0 || !Number.isSafeInteger(value)) return undefined;
  const unit = rule.kind === 'megabytes' ? ' MB' : rule.unit === undefined ? '' : ` ${rule.unit}`;
  const isOff = value === 0 && rule.isOffAtZero === true;
  return { value, words: isOff ? '0' : `${number}${unit}`, isOff };
}
