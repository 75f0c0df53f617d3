/** Numbers as the C library reads them in uWSGI: leading blanks, a sign, digits; whatever follows is ignored. */

const maxLong = 2n ** 63n - 1n;
const minLong = -(2n ** 63n);

/** strtoll: no digits are 0, too many are the largest number. */
export function parseLong(text: string): bigint {
  const [, sign = '', digits = ''] = /^[ \t\n\v\f\r]*([+-]?)(\d*)/.exec(text) ?? [];
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return 0n;
  const isNegative = sign === '-';
  if (significant.length > 19) return isNegative ? minLong : maxLong;
  const value = BigInt(significant) * (isNegative ? -1n : 1n);
  return value > maxLong ? maxLong : value < minLong ? minLong : value;
}

/** atoi: a long, cut to 32 bits. */
export const parseInteger = (text: string): number => Number(BigInt.asIntN(32, parseLong(text)));

/** uWSGI's own idea of off for its boolean options; everything else is on, an empty value too. */
export function parseFlag(text: string): boolean {
  return !['false', 'off', 'no'].includes(text.toLowerCase()) && text !== '0';
}
