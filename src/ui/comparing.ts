/** Comparing one column across the fleet, and going back to the table as it was. */
import { isComparable, usualComparison } from '../columns/comparison';
import type { UiState } from './state';

export function toggleComparison(ui: UiState): UiState {
  if (ui.comparedFrom !== undefined) return leaveComparison(ui);
  const { order } = ui.tables.fleet;
  return inOrder({ ...ui, comparedFrom: order }, isComparable(order.column) ? order : usualComparison);
}

export const leaveComparison = (ui: UiState): UiState =>
  ui.comparedFrom === undefined ? ui : { ...inOrder(ui, ui.comparedFrom), comparedFrom: undefined };

const inOrder = (ui: UiState, order: UiState['tables']['fleet']['order']): UiState => ({
  ...ui,
  tables: { ...ui.tables, fleet: { ...ui.tables.fleet, order } },
});
