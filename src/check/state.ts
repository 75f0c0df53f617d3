/** States of a check, as every monitoring system knows them. */

export type State = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';

export const exitCodeOf: Readonly<Record<State, number>> = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 };

/** As the monitoring plugins rank them: not to know is worse than fine and better than a warning. */
const ranks: readonly State[] = ['OK', 'UNKNOWN', 'WARNING', 'CRITICAL'];

export const rankOf = (state: State): number => ranks.indexOf(state);

export const worstOf = (states: readonly State[]): State =>
  states.reduce<State>((worst, state) => (rankOf(state) > rankOf(worst) ? state : worst), 'OK');
