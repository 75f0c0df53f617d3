/** How a terminal is told to go on in other colours (SGR), from one of blessed's cell attributes to another. */
import { plainAttribute, unpacked } from './packed';

/** Only what differs is said, unless something has to go: then all of it goes first. */
export function rendition(from: number, to: number): string {
  if (to === plainAttribute) return '\x1b[m';
  const before = parametersOf(from);
  const after = parametersOf(to);
  const goes = before.some((parameter, kind) => parameter !== '' && after[kind] === '');
  const said = goes ? ['0', ...after] : after.filter((parameter, kind) => parameter !== before[kind]);
  return `\x1b[${said.filter((parameter) => parameter !== '').join(';')}m`;
}

/** One for each kind; empty where it is as usual. */
function parametersOf(attribute: number): readonly string[] {
  const { bold, inverse, foreground, background } = unpacked(attribute);
  return [bold ? '1' : '', inverse ? '7' : '', colour(foreground, 30), colour(background, 40)];
}

/** @param first of the eight that every terminal with colours has */
function colour(number: number | undefined, first: 30 | 40): string {
  if (number === undefined) return '';
  if (number < 8) return String(first + number);
  return number < 16 ? String(first + 60 + number - 8) : `${first + 8};5;${number}`;
}
