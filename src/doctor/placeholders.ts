/** Which names a configuration uses as placeholders: they look like options and are none. */

const mostNames = 10_000;

/** Of the text of a file or a command line: `%(name)`, `%(a b + 2)`, `if-opt = name=1`. */
export function placeholdersIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const take = (words: string): void => {
    for (const word of words.split(/[\s=]+/)) if (word !== '' && names.size < mostNames) names.add(word);
  };
  for (const [, words = ''] of text.matchAll(/%\(([^()\n]{1,400})\)/g)) take(words);
  for (const [, words = ''] of text.matchAll(/\bif-(?:not-)?opt(?=\W{1,20}([\w.-]{1,100}))/g)) take(words);
  return names;
}
