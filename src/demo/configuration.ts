/** The configuration that a simulated master was started with, as if it had been read from its file. */
import type { Configuration, OptionValue } from '../limits/configuration';
import type { MasterProfile } from './profile';

export function configurationOf(profile: MasterProfile): Configuration {
  const file = `${profile.name}.ini`;
  const lines: readonly (readonly [name: string, value: number | undefined])[] = [
    ['processes', profile.processes],
    ['threads', profile.cores > 1 ? profile.cores : undefined],
    ['harakiri', profile.harakiriSeconds],
    ['max-requests', profile.maxRequests],
    ['min-worker-lifetime', profile.minLifetimeMs / 1000],
    ['reload-on-rss', profile.reloadOnRss],
    ['cheaper', profile.cheaper?.minimum],
    ['cheaper-step', profile.cheaper?.step],
    ['cheaper-busyness-min', profile.cheaper?.busynessMin],
    ['cheaper-busyness-max', profile.cheaper?.busynessMax],
    ['memory-report', profile.memory === undefined ? undefined : 1],
  ];
  const options = lines
    .filter(([, value]) => value !== undefined)
    .map(([name, value], index): OptionValue => {
      // The first line of the file is its section.
      return { name, value: String(value), origin: { kind: 'file', file, line: index + 2 } };
    });
  const steps = options.map((option) => ({ kind: 'option', option }) as const);
  return { name: file, steps, options, notes: [], isWhole: true };
}
