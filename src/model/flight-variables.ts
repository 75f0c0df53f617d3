/**
 * Of which requests in flight the variables are kept, to be looked at on demand: they are megabytes in a worker of many
 * cores, and whatever is kept is moved about in memory until the next answer comes.
 */
import type { RunningRequest } from './running';

const mostWithVariables = 8;

/** Those that have been in flight longest: who wonders about a request, wonders about one of these. */
export function longestRunning(running: readonly RunningRequest[]): readonly RunningRequest[] {
  return running.length <= mostWithVariables
    ? running
    : [...running].sort((a, b) => startOf(a) - startOf(b)).slice(0, mostWithVariables);
}

const startOf = ({ requestStartSeconds = Infinity }: RunningRequest): number => requestStartSeconds;
