/** Versions of uWSGI: '2.0.21', '2.0.21-debian', '2.1-dev-6cbb2177'. */

/** undefined where one of them is not known, so that a rule about old versions can keep quiet. */
export function isBefore(version: string | undefined, limit: string): boolean | undefined {
  const [one, other] = [partsOf(version), partsOf(limit)];
  if (one === undefined || other === undefined) return undefined;
  for (const [index, part] of other.entries()) {
    const difference = (one[index] ?? 0) - part;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

export const isVersion = (text: string): boolean => partsOf(text) !== undefined;

function partsOf(version: string | undefined): readonly number[] | undefined {
  const found = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?(?![.\d])/.exec(version ?? '');
  if (found === null) return undefined;
  return found
    .slice(1)
    .filter((part: string | undefined) => part !== undefined)
    .map(Number);
}
