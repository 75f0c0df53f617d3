/** What a soak says: each of what was held at its end, against what was held after its first tenth. */

/** Of memory; of everything that is counted nothing more may be there. */
const mostGrowth = 1.05;
/** RSS has what V8 has not given back yet: it goes up and down. */
const mostResidentGrowth = 1.15;

export function judgeDay({ held }) {
  // Lists that are halved when they are full go up and down: the greatest of each end.
  const ends = { tenth: Math.max(...held.slice(0, 2)) / 1e6, last: Math.max(...held.slice(-2)) / 1e6 };
  return [row('a day: memory that is held', { ...ends, unit: 'MB', most: mostGrowth })];
}

export function judgeLive(samples) {
  if (samples.length < 10) return [];
  // Polls are under way at some moments and at others not: several samples together.
  const span = Math.ceil(samples.length / 10);
  const greatest = (from, to, key) => Math.max(...samples.slice(from, to).map((sample) => sample[key]));
  const rowFor = (name, key, { unit = '', scale = 1, most }) =>
    row(`real time: ${name}`, {
      ...{ tenth: greatest(0, 2 * span, key) / scale, last: greatest(-span, undefined, key) / scale },
      ...{ unit, most },
    });
  return [
    rowFor('memory', 'residentBytes', { unit: 'MB', scale: 1e6, most: mostResidentGrowth }),
    rowFor('file descriptors', 'descriptors', { most: 1 }),
    rowFor('threads', 'threads', { most: 1 }),
  ];
}

function row(name, { tenth, last, unit, most }) {
  const ratio = last / tenth;
  return { name, tenth, last, unit, ratio, most, isFlat: ratio <= most };
}

export function tableOf(rows) {
  const cells = [
    ['', 'first tenth', 'end', 'ratio', 'at most', ''],
    ...rows.map(({ name, tenth, last, unit, ratio, most, isFlat }) => [
      ...[name, `${figure(tenth)} ${unit}`, `${figure(last)} ${unit}`, ratio.toFixed(3), most.toFixed(2)],
      isFlat ? 'flat' : 'GROWS',
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const figure = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(1));
