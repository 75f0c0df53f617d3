/** What the environment says of uwtop's settings. */
import { fail, succeed, type Result } from '../result';
import { excerpt } from '../format/text';
import { nearestHint } from '../format/nearest';
import { type ThemeName, themeNames } from './config';
import { intervalMsOf, intervalShouldBe } from './interval';
import type { Setting } from './source';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentSettings {
  readonly intervalMs?: Setting<number> | undefined;
  readonly theme?: Setting<ThemeName> | undefined;
}

/** All that is wrong is told at once. What is empty is not set. */
export function readEnvironment(environment: Environment): Result<EnvironmentSettings, readonly string[]> {
  const { UWTOP_INTERVAL: interval = '', UWTOP_THEME: theme = '', NO_COLOR: noColour = '' } = environment;
  const intervalMs = intervalMsOf(interval);
  const named = themeNames.find((name) => name === theme);
  const problems = [
    ...(interval === '' || intervalMs !== undefined
      ? []
      : [`UWTOP_INTERVAL should be ${intervalShouldBe}, not \`${excerpt(interval, 40)}\``]),
    ...(theme === '' || named !== undefined
      ? []
      : [
          `UWTOP_THEME should be one of ${themeNames.join(', ')}, not \`${excerpt(theme, 40)}\`` +
            nearestHint(theme, themeNames),
        ]),
  ];
  if (problems.length > 0) return fail(problems);
  return succeed({
    intervalMs: from('UWTOP_INTERVAL', intervalMs),
    // Whoever has no use for colours says so for all programs at once: that ranks before a choice among colours.
    theme: noColour === '' ? from('UWTOP_THEME', named) : from('NO_COLOR', 'mono'),
  });
}

const from = <Value>(variable: string, value: Value | undefined): Setting<Value> | undefined =>
  value === undefined ? undefined : { value, source: { kind: 'environment', variable } };
