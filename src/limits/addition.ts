/** An option on its way into the list, and out of it. */
import { excerpt } from '../format/text';
import type { Budget } from './budget';
import type { OptionValue, Origin } from './configuration';
import { leftOver } from './expand';
import { canonicalName, isLimitOption } from './limit-table';

export interface Addition {
  readonly key: string;
  readonly value: string | undefined;
  readonly origin: Origin;
  readonly unknown?: string | undefined;
}

const maxFilledLength = 65_536;

/** With `%(_)` replaced by what the condition or the loop is at. */
export function fill(addition: Addition, item: string | undefined, budget: Budget): Addition {
  const { value } = addition;
  if (item === undefined || value?.includes('%(_)') !== true) return addition;
  const parts = value.split('%(_)');
  const length = value.length + (parts.length - 1) * item.length;
  if (length > maxFilledLength || !budget.spendCharacters(length)) {
    return { ...addition, unknown: 'its loop makes too much of it' };
  }
  return { ...addition, value: parts.join(item) };
}

/** A limit with a placeholder in it that uWSGI found no meaning for would be 0 there, which nobody has meant. */
export function optionOf({ key, value, origin, unknown }: Addition): OptionValue {
  const name = canonicalName(key);
  const rest = isLimitOption(key) ? leftOver(value ?? '') : undefined;
  const reason = unknown ?? (rest === undefined ? undefined : `uWSGI leaves ${excerpt(rest)} in it as it is`);
  return { name, value, origin, ...(reason === undefined ? {} : { unknown: reason }) };
}
