/** Options that a configuration makes itself: `declare-option = web=processes=$1;harakiri=$2`, then `web = 4 30`. */

export interface CustomOption {
  readonly name: string;
  readonly template: string;
}

const maxLength = 4096;
const maxArguments = 9;

export function parseCustomOption(text: string): CustomOption | undefined {
  const equals = text.indexOf('=');
  if (equals < 0) return undefined;
  return { name: text.slice(0, equals), template: text.slice(equals + 1) };
}

/** What it stands for; undefined when it is larger than anything that a person writes. */
export function applyCustomOption(
  { template }: CustomOption,
  value: string,
): { key: string; value: string }[] | undefined {
  const words = value.split(' ').filter((word) => word !== '');
  const blanks = value.split(' ').length;
  if (template.length > maxLength || value.length > maxLength || blanks > maxArguments) return undefined;
  // Without a value the first argument is empty; of too few arguments the rest stay as they are written.
  const given = words.length === 0 ? [''] : words;
  const fill = (text: string): string =>
    given.reduce((filled, word, index) => filled.replaceAll(`$${index + 1}`, () => word), text);
  return template.split(';').flatMap((part) => {
    const equals = part.indexOf('=');
    return equals < 0 ? [] : [{ key: fill(part.slice(0, equals)), value: fill(part.slice(equals + 1)) }];
  });
}
