/** Queries for the targets that are chosen at the head of the dashboard. */

const chosen = 'target=~"$target",group=~"$group"';

export const of = (metric: string, more = ''): string =>
  `${metric}{${chosen}${more === '' ? '' : `,${more}`}}`;
