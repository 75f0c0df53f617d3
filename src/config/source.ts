/** What is in force, and which of flag, environment, file and default it is from: they rank in this order. */
import { displayText } from '../format/text';

export type Source =
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'default' };

export interface Setting<Value> {
  readonly value: Value;
  readonly source: Source;
}

export const byDefault = <Value>(value: Value): Setting<Value> => ({ value, source: { kind: 'default' } });

export const byFlag = <Value>(flag: string, value: Value): Setting<Value> => ({
  value,
  source: { kind: 'flag', flag },
});

/** undefined where the flag was not given. */
export const ifGiven = <Value>(flag: string, value: Value | undefined): Setting<Value> | undefined =>
  value === undefined ? undefined : byFlag(flag, value);

export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'flag':
      return `flag ${source.flag}`;
    case 'environment':
      return `environment ${source.variable}`;
    case 'file':
      return `${displayText(source.file)} line ${source.line}`;
    case 'default':
      return 'default';
  }
}
