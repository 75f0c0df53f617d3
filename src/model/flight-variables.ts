/**
 * Of which requests in flight the variables are kept, to be looked at on demand: they are megabytes in a worker of many
 * cores, and whatever is kept is moved about in memory until the next answer comes.
 */
import type { RawCore } from '../stats/schema';

export const mostWithVariables = 8;

/** Those that have been in flight longest: who wonders about a request, wonders about one of these. */
export function coresWithVariables(cores: readonly RawCore[]): ReadonlySet<RawCore> {
  const busy = cores.filter((core) => core.in_request > 0);
  return new Set(
    busy.length <= mostWithVariables
      ? busy
      : busy.sort((a, b) => startOf(a) - startOf(b)).slice(0, mostWithVariables),
  );
}

const startOf = ({ req_info: info }: RawCore): number => info?.request_start ?? Infinity;
