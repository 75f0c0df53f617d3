/** The variables of one request, as they may be shown. */
import { maskValue } from '../format/secrets';
import { displayText } from '../format/text';

export interface ShownVariable {
  readonly name: string;
  readonly value: string;
}

export interface Openness {
  /** Somebody asked for it and answered the question. */
  readonly showSecrets: boolean;
}

/** Nearly three times what uWSGI keeps of a request without being told to keep more (max-vars). */
const mostVariables = 256;
const longestName = 128;
const longestValue = 1024;

/**
 * In uWSGI's order, the values of secrets masked. Reads no more than it shows, for this is done whenever a screen is
 * painted.
 *
 * @param variables the `KEY=value` texts of one core, as uWSGI printed them; what is none is passed over
 */
export function shownVariables(
  variables: readonly unknown[],
  { showSecrets }: Openness,
): readonly ShownVariable[] {
  const shown: ShownVariable[] = [];
  for (const entry of variables) {
    if (typeof entry !== 'string' || entry === '') continue;
    if (shown.length === mostVariables) break;
    const equals = entry.indexOf('=');
    const end = equals === -1 ? entry.length : equals;
    const name = displayText(entry.slice(0, end), longestName);
    const value = displayText(entry.slice(end + 1, end + 2 + longestValue), longestValue + 1);
    shown.push({ name, value: cut(showSecrets ? value : maskValue(name, value)) });
  }
  return shown;
}

const cut = (value: string): string =>
  value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value;

/** The same as texts again, as they may be kept in a file: of an address of a request as much as uwtop reads of it. */
export const maskedVariables = (variables: readonly unknown[]): string[] =>
  variables
    .filter((entry) => typeof entry === 'string')
    .slice(0, mostVariables)
    .map((entry) => {
      const equals = entry.indexOf('=');
      const name = displayText(equals === -1 ? entry : entry.slice(0, equals), longestName);
      return equals === -1 ? name : `${name}=${maskValue(name, displayText(entry.slice(equals + 1)))}`;
    });
