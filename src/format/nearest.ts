/** Finds the name that somebody meant. */

/** No known name is longer; what is, is no slip of the finger. */
const longestName = 64;

/** undefined when no name is so near that it can be what was meant. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  if (written.length > longestName) return undefined;
  const word = plain(written);
  const slips = Math.max(1, Math.floor(word.length / 3));
  const ranked = names
    .map((name) => ({ name, distance: editDistance(word, plain(name)) }))
    .sort((one, other) => one.distance - other.distance);
  // What has no letter in common with a short name is not near it.
  return ranked.find(
    ({ name, distance }) => distance <= slips && distance < Math.min(word.length, name.length),
  )?.name;
}

/** The end of a sentence that tells it; nothing where no name is near. */
export function nearestHint(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names);
  return nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '-');

/** Letters that are added, left out, replaced, or swapped with their neighbour. */
export function editDistance(one: string, other: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const candidates = [
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        ...(isSwapped ? [at(beforeLast, column - 2) + 1] : []),
      ];
      current.push(Math.min(...candidates));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, other.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
