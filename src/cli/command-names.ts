/** The commands, for whoever mistypes one: it is taken for a target. */
import { nearestName } from '../format/nearest';

export const commandNames = [
  'once',
  'check',
  'doctor',
  'targets',
  'serve',
  'config',
  'record',
  'replay',
  'tune',
  'demo',
  'completion',
  'man',
  'help',
] as const;

/** The command that is meant by these words, as far as that can be told before they are understood. */
export const commandOf = (words: readonly string[]): string | undefined =>
  words.find((word) => (commandNames as readonly string[]).includes(word));

/** What to add to the sentence that no target is written like this; nothing where no command is near. */
export function commandHint(text: string): string {
  const name = nearestName(text, commandNames);
  if (name === undefined) return '';
  return name === text
    ? `; the command ${name} comes first: uwtop ${name} …`
    : `; did you mean the command ${name}?`;
}

/** The same for words among which is an option that only that command has. */
export function mistypedCommand(words: readonly string[]): string | undefined {
  const names = words.filter((word) => !word.startsWith('-')).map((word) => nearestName(word, commandNames));
  const isThere = words.some((word) => (commandNames as readonly string[]).includes(word));
  return isThere ? undefined : names.find((name) => name !== undefined);
}
