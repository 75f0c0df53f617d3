/**
 * Hides the values of secrets in text that came from outside: in addresses, variables of requests, messages. A request
 * chooses such a text and must not choose the cost: everything here reads it once, from its beginning to its end.
 */

import { displayText } from './text';

export const mask = '***';

/** What stands at a boundary is a word of its own in the name: `sid`, `x-sig`, but not `design`. */
const secretName = new RegExp(
  [
    'token|secret|credential|cookie|csrf|xsrf|jwt|signature|hmac|assertion|samlresponse|bearer',
    'passw|passphrase|passcode|pwd|pass$',
    'session|sess(?:id)?$',
    // An author and a keyword are none.
    'auth(?!or(?!i))',
    'key(?!word|board|note|stone)',
    '(?:^|[^a-z])(?:sid|sig|otp|pin|pass|pw|cvv|cvc)(?:$|[^a-z])',
  ].join('|'),
  'i',
);

/** Nobody gives a thing a longer name, and a request may. */
const longestName = 128;

export const isSecretName = (name: string): boolean => secretName.test(name.slice(-longestName));

/** An address or a query, with the values of secrets as `***`; any other text with what is told by its shape alone. */
export const maskText = (text: string): string => maskShapes(maskParameters(text));

/** Of a name with its value: a variable of a request, an entry of an environment. */
export function maskValue(name: string, value: string): string {
  if (value === '') return value;
  return isSecretName(name) ? mask : maskText(value);
}

/**
 * What divides an address into names and values: also as it stands in an address that is itself the value of a
 * parameter, where it is encoded once or more.
 */
const divider = /([?&;#=/]|%(?:25){0,3}(?:2F|26|3B|3D|3F|23))/i;
const assigns = /=|%(?:25){0,3}3D/i;
const beginsWithPath = /^(?:\/|[a-z][a-z0-9+.-]{0,30}:\/\/)/i;

interface Hidden {
  /** How often the text around it was encoded. */
  readonly depth: number;
  /** What ends it: in a path, where `&` is a letter like any other, a query does. */
  readonly ends: string;
}

/** The value of a secret goes on to the next parameter, whatever it holds: a password may have a `;` in it. */
function maskParameters(text: string): string {
  if (!assigns.test(text)) return text;
  const isGranting = grantsCode.test(text) && grantsState.test(text);
  const isSecret = (name: string) => isSecretName(name) || (isGranting && isGrant.test(name));
  const pieces = text.split(divider);
  let shown = '';
  let inPath = beginsWithPath.test(text);
  let hidden: Hidden | undefined;
  for (let at = 0; at < pieces.length; at += 2) {
    const name = pieces[at] ?? '';
    const mark = pieces[at + 1] ?? '';
    const sign = signOf(mark);
    if (mark === '?') inPath = false;
    if (hidden !== undefined) {
      if (sign === '' || !hidden.ends.includes(sign) || depthOf(mark) > hidden.depth) continue;
      hidden = undefined;
      shown += mark;
    } else {
      shown += name + mark;
      if (sign !== '=' || !isSecret(name)) continue;
      hidden = { depth: depthOf(mark), ends: inPath && mark === '=' ? '?#' : '&#' };
      shown += mask;
    }
  }
  return shown;
}

const signs: Readonly<Record<string, string>> = {
  '2F': '/',
  26: '&',
  '3B': ';',
  '3D': '=',
  '3F': '?',
  23: '#',
};

const signOf = (mark: string): string => signs[mark.slice(-2).toUpperCase()] ?? mark;

const depthOf = (mark: string): number => (mark.length <= 1 ? 0 : (mark.length - 1) / 2);

/** What OAuth sends back from a login: beside a `state`, a `code` is good for a token. Alone it may be any code. */
const isGrant = /^(?:code|state)$/i;
const grantsCode = /(?:^|[?&#])code=/i;
const grantsState = /(?:^|[?&#])state=/i;

/** Secrets that are told by their shape, whatever their name. */
export function maskShapes(text: string): string {
  let shown = text;
  if (shown.includes('eyJ')) shown = shown.replace(run, maskSigned);
  if (shown.includes('@')) shown = shown.replace(userOfAddress, maskUser);
  return shown.includes(' ') ? shown.replace(scheme, `$1${mask}`) : shown;
}

/** As long as it may be, so that each letter is looked at for one run only. */
const run = /[\w.-]+/g;

/** A JSON web token, and what other frameworks sign likewise: base64 of `{"`, then a dot and more. */
function maskSigned(word: string): string {
  const start = word.indexOf('eyJ');
  return start === -1 || !word.includes('.', start) ? word : word.slice(0, start) + mask;
}

/** `://user:password@`, and a lone name in that place which is long enough to be a token. */
const userOfAddress = /:\/\/([^/\s?#"'@:]*)(:[^/\s?#"']*)?@/g;
const longestUser = 15;

function maskUser(found: string, user: string, password: string | undefined): string {
  if (password !== undefined) return `://${user}:${mask}@`;
  return user.length > longestUser ? `://${mask}@` : found;
}

const scheme = /\b((?:bearer|basic|digest|negotiate) +)[^\s"']+/gi;

/** Of a targets file: a name that tells of a secret hides the value. */
export const maskedLabels = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, maskValue(name, displayText(value))]),
  );
