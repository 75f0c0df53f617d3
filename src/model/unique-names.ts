/** Names of a list in which several may be alike: the second is `NAME #2`. */

/** The first keeps its name, so the order should be one that lasts. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const counts = new Map<string, number>();
  return names.map((name) => {
    let count = (counts.get(name) ?? 0) + 1;
    while (count > 1 && taken.has(`${name} #${count}`)) count++;
    counts.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  });
}
