/** What a uWSGI was told, and where: the outcome of reading its command line, environment and files. */
import { displayText } from '../format/text';

/** Where an option was found. */
export type Origin =
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'command line' }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'uwtop config'; readonly line?: number }
  | { readonly kind: 'targets file'; readonly line: number };

export interface OptionValue {
  /** uWSGI's name for it: `workers`, `-p` and UWSGI_WORKERS are all `processes`. */
  readonly name: string;
  /** Expanded; '' for a key without a value, undefined for a flag of the command line. */
  readonly value: string | undefined;
  readonly origin: Origin;
  /** Set: neither the value nor whether the option counts at all can be relied on, and why. */
  readonly unknown?: string;
}

/** Something that could not be read and may have set any option, at its place among those that could. */
export interface Gap {
  readonly reason: string;
  readonly origin: Origin | undefined;
}

export type Step =
  { readonly kind: 'option'; readonly option: OptionValue } | { readonly kind: 'gap'; readonly gap: Gap };

/** A sentence for `uwtop targets`: what could not be read, followed or known. */
export interface Note {
  readonly text: string;
  readonly origin: Origin | undefined;
}

export interface Configuration {
  /** For people: 'app.ini', 'the command line and app.ini', 'the flags'. */
  readonly name: string;
  /** In the order in which uWSGI applies them: of an option that takes one value the last counts. */
  readonly steps: readonly Step[];
  readonly options: readonly OptionValue[];
  readonly notes: readonly Note[];
  /** A uWSGI was started with this and nothing else: what it does not set is not set. False for flags and the like. */
  readonly isWhole: boolean;
}

export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
      return `${displayText(origin.file)} line ${origin.line}`;
    case 'command line':
      return 'the command line';
    case 'environment':
      return `environment ${displayText(origin.variable)}`;
    case 'flag':
      return `flag ${origin.flag}`;
    case 'uwtop config':
      return origin.line === undefined ? "uwtop's config" : `uwtop's config line ${origin.line}`;
    case 'targets file':
      return `the targets file line ${origin.line}`;
  }
}

/** Options that somebody states directly, such as flags: what is left out stays open. */
export function statedConfiguration(name: string, options: readonly OptionValue[]): Configuration {
  return {
    name,
    steps: options.map((option) => ({ kind: 'option', option })),
    options,
    notes: [],
    isWhole: false,
  };
}
