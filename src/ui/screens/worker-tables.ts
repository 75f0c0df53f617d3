/** The processes that a worker had before, and the cores of the present one. */
import { lifeEndColumns } from '../../columns/life-end-columns';
import { workerColumns } from '../../columns/worker-columns';
import type { WorkerRow } from '../../columns/worker-row';
import type { WorkerState } from '../../model/worker';
import { type Line, text } from '../frame';
import type { Scene } from '../scene';
import { plainTableLines } from '../table';

/** The newest first. */
export function liveLines({ lives }: WorkerState, { size, glyphs, now }: Scene): Line[] {
  if (lives.length === 0) return [[text(' no process of this worker has ended while uwtop watched', 'dim')]];
  const table = plainTableLines(lifeEndColumns, size.columns, glyphs);
  const rows = [...lives].reverse().map((life) => ({ life, wallMs: now.wallMs }));
  return [table.header, ...rows.map(table.row)];
}

export function coreLines(rows: readonly WorkerRow[]): Line[] {
  if (rows.length === 0) return [[text(' no core has served a request yet', 'dim')]];
  return [
    [text(' core     state       requests    req/s', 'label')],
    ...rows.map((row): Line => {
      const [state, requests, rate] = ['state', 'requests', 'requestsPerSecond'].map(
        (id) => workerColumns.find((column) => column.id === id)?.cell(row).text ?? '',
      );
      return [
        text(
          ` ${String(row.core?.id ?? '').padEnd(9)}${(state ?? '').padEnd(8)}${(requests ?? '').padStart(12)}${(rate ?? '').padStart(9)}`,
        ),
      ];
    }),
  ];
}
