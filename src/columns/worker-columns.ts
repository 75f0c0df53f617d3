/** The worker table: every column with its width, order and meaning. */
import type { Column } from './column';
import { lifeColumns } from './worker-life-columns';
import { loadColumns } from './worker-load-columns';
import { requestColumns } from './worker-request-columns';
import { resourceColumns } from './worker-resource-columns';
import type { WorkerRow } from './worker-row';

export const workerColumns: readonly Column<WorkerRow>[] = [
  ...loadColumns,
  ...resourceColumns,
  ...lifeColumns,
  ...requestColumns,
];
