/** Keys of one's own that others are made of: without `strict` uWSGI keeps them, with it they need set-placeholder. */
import type { ConfigFacts } from './config-facts';
import { isKnownOption } from './known-options';

/** What uWSGI is told to be a placeholder, or an option. */
export const declaredNames = (facts: ConfigFacts): ReadonlySet<string> =>
  new Set(
    facts
      .all('set-placeholder', 'set-ph', 'resolve', 'declare-option', 'declare-option2')
      .map(({ value = '' }) => value.split('=')[0] ?? ''),
  );

/** In the order of the file: `base` of `base = /srv` and `chdir = %(base)/app`. */
export function plainPlaceholders(facts: ConfigFacts): readonly string[] {
  const declared = declaredNames(facts);
  const names = facts.configuration.options
    .filter(({ origin }) => origin.kind !== 'environment')
    .map(({ name }) => name)
    .filter((name) => facts.usedNames.has(name) && !isKnownOption(name) && !declared.has(name));
  return [...new Set(names)];
}
