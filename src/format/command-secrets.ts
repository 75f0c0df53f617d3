/**
 * Hides the values of secrets in a command line, or in the title of a process, which often is one. More may be hidden
 * than is secret; never less, for all that can be told.
 */
import { isSecretName, mask, maskShapes } from './secrets';

/** `--password=x`, `--password x`, `PGPASSWORD=x`, `Authorization: x`, and a few programs' own flags. */
export const maskCommand = (command: string): string => maskShapes(new Masking(command).masked());

const blanks = /\s+/y;
const quotes = /["']/y;
const words = /(?:\\.|[^\s"'\\]+)+|\\/sy;

/** A value as a shell reads it, by the quote that it stands in: there the quote ends it. */
const values: Readonly<Record<string, RegExp>> = {
  '': /(?:\\?"[^"]*"?|\\?'[^']*'?|\\[^"']|[^\s"'\\]+|\\)+/sy,
  '"': /(?:\\"[^"]*"?|'[^'"]*'?|\\[^"]|[^\s"'\\]+|\\)+/sy,
  "'": /(?:"[^"']*"?|[^\s"']+)+/sy,
};
const toQuote: Readonly<Record<string, RegExp>> = { '': /.+/sy, '"': /[^"]+/y, "'": /[^']+/y };

class Masking {
  #at = 0;
  #shown = '';
  /** The one that is open. */
  #quote = '';
  #flag: ShortFlag | undefined;

  constructor(private readonly command: string) {}

  /** Quotes are looked into: what `sh -c` runs is a command line as well. */
  masked(): string {
    let isValue = false;
    while (this.#at < this.command.length) {
      this.#shown += this.#take(blanks);
      if (isValue && !this.command.startsWith('--', this.#at)) this.#hide(values);
      isValue = false;
      const quote = this.#take(quotes);
      this.#shown += quote;
      if (quote !== '') this.#quote = this.#quote === '' ? quote : this.#quote === quote ? '' : this.#quote;
      else isValue = this.#word();
    }
    return this.#shown;
  }

  /** @returns whether the next word is the value of a secret */
  #word(): boolean {
    const start = this.#at;
    const word = this.#take(words);
    const name = lengthOfName(word);
    const header = lengthOfHeader(word);
    const flag = this.#flag?.flag.exec(word)?.[0].length ?? 0;
    const length = name || header || flag || word.length;
    this.#shown += word.slice(0, length);
    this.#at = start + length;
    if (name > 0 || flag > 0) {
      const isHidden = this.#hide(values);
      return flag > 0 && !isHidden && this.#flag?.takesNext === true;
    }
    if (header > 0) {
      this.#shown += this.#take(blanks);
      this.#hide(toQuote);
    }
    this.#flag = shortFlags.find(({ program }) => program.test(word)) ?? this.#flag;
    return isSecretFlag(word);
  }

  #hide(patterns: typeof values): boolean {
    const isHidden = this.#take(patterns[this.#quote] ?? words) !== '';
    if (isHidden) this.#shown += mask;
    return isHidden;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.command) ?? [];
    this.#at += found.length;
    return found;
  }
}

/** Of the first secret that the word gives a value to, with the sign: `--set=password=x`, `h/?a=b&token=x`. */
function lengthOfName(word: string): number {
  let start = 0;
  for (let equals = word.indexOf('='); equals !== -1; equals = word.indexOf('=', start)) {
    const [name = ''] = /[^?&;#,/=]*$/.exec(word.slice(Math.max(start, equals - longestName), equals)) ?? [];
    if (isSecretName(name) && !isPlace.test(name)) return equals + 1;
    start = equals + 1;
  }
  return 0;
}

const longestName = 64;

/** Not the secret itself but where it is, or how it is dealt with. */
const isPlace = /(?:file|path|dir|socket|host|port|url|name|type|mode|timeout)$/i;

/** As curl is given one, quoted or not, and what a program may print of itself. */
function lengthOfHeader(word: string): number {
  const [head = '', name = '', other = ''] = headers.exec(word) ?? [];
  return name !== '' || isSecretName(other) ? head.length : 0;
}

const headers =
  /^(?:((?:proxy-)?authorization|(?:set-)?cookie|password|passwd|token|secret)|(x-[\w-]{1,64})):/i;

const isSecretFlag = (word: string): boolean =>
  /^--?(?!-|no-)[\w.-]{2,64}$/.test(word) && isSecretName(word) && !isPlace.test(word);

interface ShortFlag {
  readonly program: RegExp;
  readonly flag: RegExp;
  /** Its value may be the next word; else that asks for it on the terminal. */
  readonly takesNext: boolean;
}

/** To most programs `-p` is a port or a path. */
const shortFlags: readonly ShortFlag[] = [
  { program: /^(?:.*\/)?(?:mysql|mariadb)[\w-]*$/, flag: /^-p/, takesNext: false },
  { program: /^(?:.*\/)?sshpass$/, flag: /^-p/, takesNext: true },
  { program: /^(?:.*\/)?curl$/, flag: /^(?:-[uU]|--(?:proxy-)?user(?:=|$))/, takesNext: true },
  { program: /^(?:.*\/)?(?:redis|valkey)-cli$/, flag: /^-a$/, takesNext: true },
];
