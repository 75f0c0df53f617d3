/** What changed between versions of uWSGI, where a forecast depends on it. */

/** `2.0.21-debian` is 2.0.21; an unknown version is taken for an old one. `2.1-dev` is ahead of every 2.0. */
export function isAtLeast(version: string, wanted: readonly [number, number, number]): boolean {
  const parts = (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
  for (const [index, part] of wanted.entries()) {
    const have = parts[index] ?? 0;
    if (have !== part) return have > part;
  }
  return true;
}

/** An option that a version does not know is silently accepted by it, and does nothing. */
export const knowsMaxRequestsDelta = (version: string): boolean => isAtLeast(version, [2, 0, 29]);
