/** Measurements as a table for people; a row without a target is there to be looked at. */

/** @returns 'met' or 'missed', nothing for a row without a target */
export function verdictOf({ median, target }) {
  if (target === undefined) return undefined;
  return median <= target ? 'met' : 'missed';
}

export function tableOf(sections) {
  return sections.map(({ title, rows }) => `${title}\n${rowsOf(rows)}`).join('\n\n');
}

const columns = [
  { title: '', text: ({ name }) => name },
  { title: 'median', text: ({ median, unit }) => `${figure(median)} ${unit}` },
  { title: 'min', text: ({ min }) => figure(min) },
  { title: 'max', text: ({ max }) => figure(max) },
  { title: 'of fastest', text: ({ fastest }) => figure(fastest) },
  { title: 'rounds', text: ({ rounds }) => String(rounds) },
  { title: 'target', text: ({ target }) => (target === undefined ? '' : `<= ${limit(target)}`) },
  { title: '', text: (row) => verdictOf(row) ?? '' },
  {
    title: 'medians of both sides',
    text: ({ measured, baseline, sides = 'ms' }) =>
      measured === undefined ? '' : `${figure(measured)} ${sides} / ${figure(baseline)} ${sides}`,
  },
];

function rowsOf(rows) {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index].length)));
  return cells
    .map((line) =>
      line
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index])))
        .join('  '),
    )
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

const limit = (target) => (Number.isInteger(target * 10) ? target.toFixed(1) : String(target));

function figure(value) {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
