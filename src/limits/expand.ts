/**
 * Placeholders: `$(NAME)` of the environment, `@(FILE)`, `%(option)`. uWSGI goes over all values once for each of the
 * three, in this order; an inserted text is looked at again from its second character on, and what has no meaning stays
 * as it is. This follows uWSGI step by step, because its oddities decide what a value becomes.
 */
import type { Budget } from './budget';
import { parseLong } from './numbers';

/** What stands for a placeholder: its text, nothing, or something that cannot be known. */
export type Meaning = { readonly text: string } | { readonly unknown: string } | undefined;

export interface Expansion {
  readonly value: string;
  readonly unknown?: string;
}

const maxValueLength = 65_536;

export function expand(
  value: string,
  symbol: '$' | '@' | '%',
  lookUp: (key: string) => Meaning,
  budget: Budget,
): Expansion {
  if (!value.includes(`${symbol}(`)) return { value };
  let text = value;
  let state = 0;
  let depth = 0;
  let keyStart = 0;
  let unknown: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === symbol) state = 1;
    else if (character === '(' && state === 1) {
      state = 2;
      depth = 0;
      keyStart = index + 1;
    } else if (state < 2) state = 0;
    else if (character === '(') {
      state += 1;
      depth += 1;
    } else if (character !== ')') state += 1;
    else if (depth > 0) {
      state += 1;
      depth -= 1;
    } else {
      const key = text.slice(keyStart, index);
      const meaning = key === '' ? undefined : lookUp(key);
      state = 0;
      if (meaning === undefined) continue;
      if ('unknown' in meaning) {
        unknown ??= meaning.unknown;
        continue;
      }
      text = text.slice(0, keyStart - 2) + meaning.text + text.slice(index + 1);
      if (text.length > maxValueLength || !budget.spendCharacters(text.length)) {
        return { value, unknown: 'its placeholders expand without end' };
      }
      index = 0;
    }
  }
  return unknown === undefined ? { value: text } : { value: text, unknown };
}

/** `%(name)`, or `%(a b + 2)`: words are strung together, the word after an operator is reckoned with. */
export function placeholder(key: string, lookUp: (name: string) => Meaning): Meaning {
  if (!key.includes(' ')) return lookUp(key);
  let current: string | undefined;
  let operator: string | undefined;
  for (const word of key.split(' ').filter((part) => part !== '')) {
    if (['+', '-', '*', '/'].includes(word)) {
      operator = word;
      continue;
    }
    if (word === '++' || word === '--') {
      if (current !== undefined) current = reckon(current, word === '++' ? '+' : '-', '1');
      operator = undefined;
      continue;
    }
    const meaning = /^\d+$/.test(word) ? { text: word } : lookUp(word);
    if (meaning !== undefined && 'unknown' in meaning) return meaning;
    const text = meaning?.text ?? '';
    current = operator === undefined ? (current ?? '') + text : reckon(current ?? '', operator, text);
    operator = undefined;
  }
  return current === undefined ? undefined : { text: current };
}

function reckon(left: string, operator: string, right: string): string {
  const [a, b] = [parseLong(left), parseLong(right)];
  const divided = b === 0n ? 0n : a / b;
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : divided;
  return BigInt.asIntN(64, result).toString();
}

/** What is left in a value that uWSGI found no meaning for. */
export function leftOver(value: string): string | undefined {
  return /[$@%]\([^()]*\)/.exec(value)?.[0];
}
