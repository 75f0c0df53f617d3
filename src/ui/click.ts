/** Clicks come as keys that name their line: a row is chosen, and once it is chosen it opens. */
import { chosenKey } from './looking';
import { open } from './navigation';
import { activeRowKeys } from './active-table';
import type { UiState } from './state';
import type { UpdateContext, Updated } from './update';
import { withTable } from './with-table';

export const clickKey = (line: number): string => `click ${line}`;

export function clickedLine(key: string): number | undefined {
  const line = /^click (\d+)$/.exec(key)?.[1];
  return line === undefined ? undefined : Number(line);
}

export function click(ui: UiState, line: number, context: UpdateContext): Updated {
  const { table, rows } = context.page;
  if (table === undefined || line < table.line || line >= table.line + rows) return { ui };
  const keys = activeRowKeys(context, ui) ?? [];
  const key = keys[table.first + line - table.line];
  if (key === undefined) return { ui };
  return key === chosenKey(ui, keys)
    ? open(ui, context)
    : { ui: withTable(ui, { cursor: key, row: keys.indexOf(key), top: table.first }) };
}
