/** Patterns of names as a shell knows them: `*`, `?` and `[…]`. Pure. */
import { displayText } from '../format/text';

const wild = /[*?[]/;

/** Whether an address stands for whatever sockets fit it: a path or an abstract name with a wildcard in it. */
export const isPattern = (address: string): boolean =>
  /^(?:\/|\.\.?\/|~\/|@)/.test(address) && wild.test(address);

/** Of one name, or of one part of a path. */
export const isWild = (part: string): boolean => wild.test(part);

export function matcher(part: string): RegExp {
  const source = part.replace(/\*+|\?|\[[!^]?\]?[^\]]*\]|[^]/g, (piece) => {
    if (piece.startsWith('*')) return '[^]*';
    if (piece === '?') return '[^]';
    if (piece.length === 1) return piece.replace(/[\\^$.|+(){}[\]/-]/, '\\$&');
    const isNegated = /^\[[!^]/.test(piece);
    const inside = piece.slice(isNegated ? 2 : 1, -1).replace(/[\\\]^[]/g, '\\$&');
    return `[${isNegated ? '^' : ''}${inside}]`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // A range such as [z-a] matches nothing in a shell.
    return /$^/;
  }
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
