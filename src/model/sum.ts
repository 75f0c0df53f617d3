/** Sums of what is known. */

/** Undefined where nothing is known. */
export function sumOf<Item>(
  items: readonly Item[],
  amount: (item: Item) => number | undefined,
): number | undefined {
  let sum: number | undefined;
  for (const item of items) {
    const value = amount(item);
    if (value !== undefined) sum = (sum ?? 0) + value;
  }
  return sum;
}
