/** What decides how many workers run: uWSGI's cheaper options, each resolved as uWSGI 2.0 resolves it. */

import { displayText } from '../../format/text';
import type { Limit, Limits } from '../../limits/limits';
import { fail, succeed, type Result } from '../../result';
import { busynessNames, settingNames, settingTable, type NumberName } from './setting-table';

/** `manual` leaves it to commands of the master FIFO. */
export const cheaperAlgorithms = ['spare', 'backlog', 'busyness', 'manual'] as const;
export type CheaperAlgorithm = (typeof cheaperAlgorithms)[number];

export type CheaperSettings = Readonly<Record<NumberName, number>> & {
  readonly algorithm: CheaperAlgorithm;
  /** Whether uWSGI sees the listen queue: of TCP sockets on Linux; of UNIX sockets it is 0 to it, whatever waits. */
  readonly queueIsSeen: boolean;
};

/** What the stats tell of an instance whose configuration is not known. */
export interface SeenSettings {
  readonly processes?: number | undefined;
  readonly threads?: number | undefined;
  readonly listen?: number | undefined;
  readonly queueIsSeen?: boolean | undefined;
}

/** As uWSGI starts with them; or a sentence for each reason why that is not known or does not start. */
export function settingsFromLimits(
  limits: Limits,
  seen: SeenSettings = {},
): Result<CheaperSettings, readonly string[]> {
  const numbers = new Map<NumberName, number>();
  const unknown = new Map<string, string[]>();
  const algorithm = algorithmOf(limits);
  for (const name of settingNames) {
    const { option, unset } = settingTable[name];
    const limit: Limit<number> = limits[settingTable[name].limit];
    const value = limit.state === 'off' ? unset : (limit.value ?? seenNumber(seen, name));
    if (value !== undefined) numbers.set(name, asUwsgiReads(name, value));
    else if (algorithm !== 'busyness' && busynessNames.has(name)) numbers.set(name, unset);
    else if (limit.state === 'unknown') {
      unknown.set(limit.reason, [...(unknown.get(limit.reason) ?? []), option]);
    }
  }
  if (unknown.size > 0) {
    return fail(
      [...unknown].map(([reason, options]) => `${options.join(', ')}: not known (${displayText(reason)})`),
    );
  }
  const settings = {
    ...(Object.fromEntries(numbers) as Record<NumberName, number>),
    algorithm,
    queueIsSeen: seen.queueIsSeen ?? true,
  };
  const { cheaper, processes } = settings;
  return cheaper > 0 && cheaper >= processes
    ? fail([`cheaper ${cheaper} is not below processes ${processes}: uWSGI does not start`])
    : succeed(settings);
}

const seenNumber = (seen: SeenSettings, name: NumberName): number | undefined =>
  name === 'processes' || name === 'threads' || name === 'listen' ? seen[name] : undefined;

/** 0 is the plugin's word for "not set"; of processes and threads there is one at least. */
function asUwsgiReads(name: NumberName, value: number): number {
  const { unset, least } = settingTable[name];
  return value < least ? unset : value;
}

/** What uWSGI 2.0 does not know, it takes for `spare`, with a line in its log. */
function algorithmOf(limits: Limits): CheaperAlgorithm {
  const written = limits.cheaperAlgo.value;
  return cheaperAlgorithms.find((known) => known === written) ?? 'spare';
}

/** How many run after the start: uWSGI brings a cheaper-initial that does not fit to the nearest that does. */
export function initialWorkers({ processes, cheaper, cheaperInitial }: CheaperSettings): number {
  if (cheaper === 0) return processes;
  return Math.min(processes, Math.max(cheaper, cheaperInitial));
}
