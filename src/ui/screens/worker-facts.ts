/** Every column of the worker table that is a number or a word, in the same words. */
import { workerColumns } from '../../columns/worker-columns';
import type { WorkerRow } from '../../columns/worker-row';
import type { WorkerState } from '../../model/worker';
import { cellText } from '../cells';
import { type Line, text } from '../frame';
import type { Glyphs } from '../../format/glyphs';
import type { Scene } from '../scene';

/** Told in full above the facts. */
const inFlightIds: ReadonlySet<string> = new Set(['inFlight', 'requestAge']);

const factWidth = 24;

/** In as many columns of lines as fit. */
export function factLines(row: WorkerRow, { size: { columns }, glyphs }: Scene): Line[] {
  const facts = workerColumns
    .filter((column) => column.spark === undefined && !inFlightIds.has(column.id))
    .map((column): Line => {
      const cell = column.cell(row);
      return [
        text(` ${column.title.padEnd(9)}`, 'label'),
        text(cellText(cell.text, glyphs.ascii).padEnd(factWidth - 10), cell.tone ?? 'strong'),
      ];
    });
  const height = Math.ceil(facts.length / Math.max(1, Math.floor(columns / factWidth)));
  return Array.from({ length: height }, (_, line) =>
    facts.filter((_fact, index) => index % height === line).flat(),
  );
}

/** Who says what the process takes of its machine, and why nobody does. */
export function sourceLine({ rssSource, hostReason, pid }: WorkerState, glyphs: Glyphs): Line[] {
  if (pid <= 0) return [];
  const rss = {
    uwsgi: 'RSS as uWSGI measured it at the end of the last request',
    '/proc': 'RSS and CPU of /proc',
    none: 'RSS: neither memory-report nor /proc tells',
  }[rssSource ?? 'none'];
  const why = hostReason === undefined ? '' : `; ${hostReason}`;
  return [[text(` ${cellText(`${rss}${why}`, glyphs.ascii)}`, 'dim')]];
}
