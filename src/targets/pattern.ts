/** Patterns of names as a shell knows them: `*`, `?` and `[…]`. Pure. */
import { displayText } from '../format/text';

const wild = /[*?[]/;

/** Whether an address stands for whatever sockets fit it: a path or an abstract name with a wildcard in it. */
export const isPattern = (address: string): boolean =>
  /^(?:\/|\.\.?\/|~\/|@)/.test(address) && wild.test(address);

/** Of one name, or of one part of a path. */
export const isWild = (part: string): boolean => wild.test(part);

export function matcher(part: string): RegExp {
  const pieces = part.match(/\*+|\?|\[[!^]?\]?[^\]]*\]|[^]/g) ?? [];
  const stretches = [''];
  for (const piece of pieces) {
    if (piece.startsWith('*')) stretches.push('');
    else stretches.push(`${stretches.pop() ?? ''}${sourceOf(piece)}`);
  }
  try {
    return new RegExp(`^${stretches.map(afterStar).join('')}$`);
  } catch {
    // A range such as [z-a] matches nothing in a shell.
    return /$^/;
  }
}

/**
 * Between two stars the first place that fits is as good as any other, and is kept: with many stars it would take for
 * ever to try all places of each. A lookahead gives back nothing of what it has found.
 */
function afterStar(stretch: string, index: number, all: readonly string[]): string {
  if (index === 0) return stretch;
  if (index === all.length - 1) return `[^]*${stretch}`;
  return `(?=(?<s${index}>[^]*?${stretch}))\\k<s${index}>`;
}

function sourceOf(piece: string): string {
  if (piece === '?') return '[^]';
  if (piece.length === 1) return piece.replace(/[\\^$.|+(){}[\]/-]/, '\\$&');
  const isNegated = /^\[[!^]/.test(piece);
  const inside = piece.slice(isNegated ? 2 : 1, -1).replace(/[\\\]^[]/g, '\\$&');
  return `[${isNegated ? '^' : ''}${inside}]`;
}

/**
 * What tells a path from the others that fit the same absolute pattern: `shop` of /run/uwsgi/shop/stats.sock for
 * /run/uwsgi/*\/stats.sock. Endings that every stats socket has say nothing.
 */
export function tellingPart(path: string, pattern: string): string {
  const parts = path.split('/');
  const open = pattern.split('/').flatMap((part, index) => (isWild(part) ? (parts[index] ?? []) : []));
  const name = open.join('/').replace(/(?:[.-](?:stats?|socket|sock))+$/i, '');
  return displayText(name === '' ? path : name);
}
