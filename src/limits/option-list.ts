/** uWSGI's list of options while it is filled: everything that was said, in the order of saying. */
import type { Addition } from './addition';
import { Budget } from './budget';
import type { ConfigSource, Start } from './config-source';
import type { Note, Origin, Step } from './configuration';
import { expand, placeholder, type Expansion, type Meaning } from './expand';

export interface Listed {
  readonly key: string;
  readonly origin: Origin;
  value: string | undefined;
  unknown: string | undefined;
  /** It has done what it does, so placeholders in it are left alone. */
  isDone: boolean;
  /** The files that were being read when it was added, the outermost first. */
  readonly inside: readonly string[];
}

export type ListItem = Listed | Extract<Step, { readonly kind: 'gap' }>;

const maxNotes = 200;

export class OptionList {
  readonly items: ListItem[] = [];
  readonly notes: Note[] = [];
  readonly budget = new Budget();
  readonly #first = new Map<string, Listed>();
  isFull = false;

  /** undefined: there is no more room, which is a gap by itself. */
  push({ key, value, origin, unknown }: Addition, inside: readonly string[]): Listed | undefined {
    if (this.isFull) return undefined;
    if (!this.budget.spendOption()) {
      this.isFull = true;
      this.gap('there are more options than anybody writes; the rest of them is not read', origin);
      return undefined;
    }
    const listed: Listed = { key, value, origin, unknown, isDone: false, inside };
    this.items.push(listed);
    if (!this.#first.has(key)) this.#first.set(key, listed);
    return listed;
  }

  /** Something was not read that may have set any option. */
  gap(reason: string, origin: Origin | undefined): void {
    this.items.push({ kind: 'gap', gap: { reason, origin } });
    this.note(reason, origin);
  }

  note(text: string, origin: Origin | undefined): void {
    if (this.notes.length < maxNotes) this.notes.push({ text, origin });
  }

  /** Of a key that was given more than once, placeholders and conditions see the first value. */
  readonly firstValue = (key: string): Meaning => {
    const first = this.#first.get(key);
    if (first?.unknown !== undefined) return { unknown: first.unknown };
    return first?.value === undefined ? undefined : { text: first.value };
  };

  /** The three passes of uWSGI over all values that have not done their work yet. */
  expandAll({ environment }: Start, readFile: ConfigSource['read']): void {
    this.#pass((value) => expand(value, '$', (name) => environmentValue(environment, name), this.budget));
    this.#pass((value) =>
      expand(
        value,
        '@',
        (file) => {
          const reading = readFile(file);
          if (!reading.ok) return { unknown: `@(${file}) cannot be read: ${reading.failure}` };
          return { text: reading.value.replace(/[\r\n]$/, '') };
        },
        this.budget,
      ),
    );
    this.#pass((value) => expand(value, '%', (key) => placeholder(key, this.firstValue), this.budget));
  }

  #pass(expandValue: (value: string) => Expansion): void {
    for (const item of this.items) {
      if ('gap' in item || item.isDone || item.value === undefined) continue;
      const { value, unknown } = expandValue(item.value);
      item.value = value;
      item.unknown ??= unknown;
    }
  }
}

function environmentValue(environment: Readonly<Record<string, string>> | undefined, name: string): Meaning {
  if (environment === undefined) {
    return { unknown: `$(${name}) depends on the environment of the process, which is not known` };
  }
  const text = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return text === undefined ? undefined : { text };
}
