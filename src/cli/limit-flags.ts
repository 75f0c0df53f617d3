/** Limits that are stated on the command line, under uWSGI's own names: they rank before everything that is found. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Configuration, type OptionValue, statedConfiguration } from '../limits/configuration';

interface LimitFlag {
  readonly option: string;
  readonly value: string;
  readonly help: string;
}

const limitFlags: readonly LimitFlag[] = [
  { option: 'harakiri', value: 'seconds', help: 'a request that lasts longer is killed' },
  { option: 'max-requests', value: 'number', help: 'a worker is recycled after so many requests' },
  { option: 'max-requests-delta', value: 'number', help: 'more for each further worker (uWSGI 2.0.29)' },
  { option: 'min-worker-lifetime', value: 'seconds', help: 'no worker is recycled before this age' },
  { option: 'max-worker-lifetime', value: 'seconds', help: 'a worker is recycled at this age' },
  { option: 'max-worker-lifetime-delta', value: 'seconds', help: 'more for each further worker' },
  { option: 'reload-on-rss', value: 'megabytes', help: 'a worker is recycled with this resident memory' },
  { option: 'reload-on-as', value: 'megabytes', help: 'a worker is recycled with this address space' },
  { option: 'evil-reload-on-rss', value: 'megabytes', help: 'a worker is killed with this resident memory' },
  { option: 'evil-reload-on-as', value: 'megabytes', help: 'a worker is killed with this address space' },
  { option: 'listen', value: 'number', help: 'places in the listen queue' },
  { option: 'cheaper-busyness-max', value: 'percent', help: 'busyness above which workers are added' },
];

/** What commander keeps of them, by the name that it makes of each: `maxRequests`. */
export type LimitFlagValues = Readonly<Record<string, unknown>>;

const group = 'Limits of uWSGI, where they cannot be found:';

export function withLimitFlags(command: Command): Command {
  for (const { option, value, help } of limitFlags) {
    command.addOption(new Option(`--${option} <${value}>`, help).argParser(parseLimit).helpGroup(group));
  }
  return command;
}

/** As text: src/limits reads it as uWSGI would. */
function parseLimit(text: string): string {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('give a whole number from 0 on; 0 is off.');
  return text;
}

/** undefined where none was given. */
export function statedLimits(values: LimitFlagValues): Configuration | undefined {
  const options = limitFlags.flatMap(({ option }): OptionValue[] => {
    const value = values[camelCase(option)];
    const origin = { kind: 'flag', flag: `--${option}` } as const;
    return typeof value === 'string' ? [{ name: option, value, origin }] : [];
  });
  return options.length === 0 ? undefined : statedConfiguration('the flags', options);
}

const camelCase = (option: string) =>
  option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
