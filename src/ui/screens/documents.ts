/** Of emperors and routers the System screen shows all that there is as one page: every vassal, every node. */
import { type Column, servingColumns } from '../../columns/column';
import { nodeColumns } from '../../columns/node-columns';
import { nodeRows } from '../../columns/node-row';
import { vassalColumns } from '../../columns/vassal-columns';
import { vassalRows } from '../../columns/vassal-row';
import type { Seen } from '../../model/seen';
import { type Line, text } from '../frame';
import type { Scene } from '../scene';
import { plainTableLines } from '../table';
import { emperorLines } from './emperor';
import { routerLines, withoutNodes } from './router';

export function documentLines(seen: Seen, scene: Scene): Line[] {
  const { router } = seen;
  if (router === undefined)
    return [...emperorLines(seen, scene), ...listed(vassalColumns, vassalRows(seen.vassals), scene)];
  const rows = nodeRows(router);
  const none: Line[] = [[], [text(`  ${withoutNodes(router)}`, 'dim')]];
  return [...routerLines(router, scene), ...(rows.length === 0 ? none : listed(nodeColumns, rows, scene))];
}

function listed<Row>(columns: readonly Column<Row>[], rows: readonly Row[], { size, glyphs }: Scene): Line[] {
  const table = plainTableLines(servingColumns(columns, rows), size.columns, glyphs);
  return [table.header, ...rows.map(table.row)];
}
