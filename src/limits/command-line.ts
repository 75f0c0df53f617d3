/** A command line as getopt_long takes it apart for uWSGI: options first, wherever they stand, and then the files. */
import { excerpt } from '../format/text';
import { loneOptions, shortOptions } from './command-options';
import { limitOptionNames } from './limit-table';

export interface CommandLine {
  readonly options: readonly { readonly key: string; readonly value: string | undefined }[];
  readonly files: readonly string[];
  /** Words of which it is not known what they do. */
  readonly problems: readonly string[];
}

/** Takes the words after the program. */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const options: { key: string; value: string | undefined }[] = [];
  const files: string[] = [];
  const problems: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      files.push(...words.slice(index + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      files.push(word);
      continue;
    }
    const parsed = word.startsWith('--') ? longOption(word.slice(2)) : letters(word.slice(1));
    options.push(...parsed.options);
    if (parsed.problem !== undefined) problems.push(parsed.problem);
    // The value of an option that is not followed is no file.
    if (parsed.isValueNext === true && words[index + 1]?.startsWith('-') === false) index += 1;
    if (parsed.wanting === undefined) continue;
    index += 1;
    const value = words[index];
    if (value === undefined) problems.push(`--${excerpt(parsed.wanting, 40)} is followed by no value`);
    else options.push({ key: parsed.wanting, value });
  }
  return { options, files: files.filter((file) => !file.startsWith('[')), problems };
}

interface ParsedWord {
  readonly options: readonly { readonly key: string; readonly value: string | undefined }[];
  /** The option whose value is the next word. */
  readonly wanting?: string;
  readonly problem?: string;
  readonly isValueNext?: boolean;
}

function longOption(text: string): ParsedWord {
  const equals = text.indexOf('=');
  const key = equals < 0 ? text : text.slice(0, equals);
  if (isAbbreviation(key)) {
    const problem = `--${excerpt(key, 40)} on the command line is an abbreviation`;
    return { options: [], problem, isValueNext: equals < 0 };
  }
  if (equals >= 0) return { options: [{ key, value: text.slice(equals + 1) }] };
  return loneOptions.has(key) ? { options: [{ key, value: undefined }] } : { options: [], wanting: key };
}

/** Options of their own that other options begin with. */
const wholeNames: ReadonlySet<string> = new Set([
  'reload',
  'procname',
  'emperor',
  'http',
  'fastrouter',
  'rawrouter',
  'sslrouter',
  'forkptyrouter',
]);

/** getopt takes any start of a name that is the start of no other. */
const isAbbreviation = (key: string): boolean =>
  !wholeNames.has(key) &&
  !loneOptions.has(key) &&
  !limitOptionNames.includes(key) &&
  limitOptionNames.some((name) => name.startsWith(key));

/** `-Mp4`: letters may be glued together, the value of the last one too. */
function letters(text: string): ParsedWord {
  const options: { key: string; value: string | undefined }[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? '';
    const option = Object.hasOwn(shortOptions, letter) ? shortOptions[letter] : undefined;
    if (option === undefined)
      return { options, problem: `-${excerpt(letter, 40)} on the command line is not known` };
    const rest = text.slice(index + 1);
    if (option.isLone === true) {
      options.push({ key: option.name, value: undefined });
      if (letter === 'C') break;
    } else if (rest === '') return { options, wanting: option.name };
    else return { options: [...options, { key: option.name, value: rest }] };
  }
  return { options };
}
