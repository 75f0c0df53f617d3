/** Which key means what, where. */
import type { Action, KeyBinding } from './key-binding';
import { keyBindings } from './key-table';
import type { ScreenName, TableName } from './state';

/** A key may mean different things on different screens. */
const bindingsOf: ReadonlyMap<string, readonly KeyBinding[]> = new Map(
  keyBindings
    .flatMap(({ keys }) => keys)
    .map((key) => [key, keyBindings.filter(({ keys }) => keys.includes(key))]),
);

export interface KeyPlace {
  readonly screen: ScreenName;
  readonly replaying?: boolean | undefined;
}

/** @param table where that matters: the one that is shown */
export const actionOf = (key: string, place: KeyPlace, table?: TableName): Action | undefined =>
  bindingsOf.get(key)?.find((binding) => isOn(binding, place, table))?.action;

export function isOn(
  { on, tables, during }: KeyBinding,
  { screen, replaying = false }: KeyPlace,
  table?: TableName,
): boolean {
  if (during !== undefined && (during === 'replay') !== replaying) return false;
  const isOfTable = tables === undefined || table === undefined || tables.includes(table);
  return isOfTable && (on === undefined || on.includes(screen));
}

const arrowNames: Readonly<Record<string, string>> = { '↑': 'Up', '↓': 'Down', '←': 'Left', '→': 'Right' };

/** The keys of a binding as they are shown, where there may be nothing but ASCII. */
export const shownKeys = ({ shown }: KeyBinding, ascii: boolean): string =>
  ascii ? shown.replace(/[\u2190-\u2193]/g, (arrow) => arrowNames[arrow] ?? arrow) : shown;
