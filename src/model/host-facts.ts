/**
 * What the machine itself tells about a master that runs on it, as plain data: it is recorded and replayed with the
 * snapshot that it was read beside. What is not known is absent and has a reason.
 */

export type HostFacts = LocalFacts | NotLocal;

/** The master that answered is no process of this machine, or cannot be shown to be one. */
export interface NotLocal {
  readonly local: false;
  readonly reason: string;
}

export interface LocalFacts {
  readonly local: true;
  /** When the processes were read: monotonic clock of this host, ms. Rates are over the difference of two of these. */
  readonly readAtMs: number;
  /** By pid: the master and every worker that has one. */
  readonly processes: Readonly<Record<number, ProcessFacts>>;
  /** One for each of uWSGI's sockets, in its order. */
  readonly queues: readonly QueueFacts[];
  /** One for each folder of uWSGI's spoolers, in its order; absent where it has none. */
  readonly spoolers?: readonly SpoolerFacts[] | undefined;
  readonly memory: MemoryFacts | { readonly reason: string };
}

export interface ProcessFacts {
  /** Clock ticks from boot to the start of the process: with the pid it names one process for ever. */
  readonly startTicks?: number | undefined;
  /** Resident memory, from /proc/PID/statm; shared pages count fully. */
  readonly rssBytes?: number | undefined;
  /** Resident memory with shared pages split among their sharers, from /proc/PID/smaps_rollup; some seconds old. */
  readonly pssBytes?: number | undefined;
  /** CPU time in user and kernel mode since the start, from /proc/PID/stat. */
  readonly cpuTimeMs?: number | undefined;
  /** The process title, where it is not the master's command line; free of control characters. */
  readonly label?: string | undefined;
  /** Why something of the above is missing. */
  readonly reason?: string | undefined;
}

/** The kernel's count of connections that wait to be accepted; its limit is not in /proc. */
export interface QueueFacts {
  /** As uWSGI names the socket. */
  readonly socket: string;
  readonly length?: number | undefined;
  readonly source?: '/proc/net/tcp' | '/proc/net/tcp6' | '/proc/net/unix' | undefined;
  /** Why there is no length. */
  readonly reason?: string | undefined;
}

/** What waits in the folder of a spooler; several processes may share one. */
export interface SpoolerFacts {
  /** As uWSGI names it. */
  readonly dir: string;
  /** Tasks that wait or are being worked on, some seconds old; with a reason beside it, at least so many. */
  readonly pending?: number | undefined;
  /** Why that is not known, or not all of it. */
  readonly reason?: string | undefined;
}

/** The memory that the processes can have: the machine's, or less where a cgroup limits them. */
export interface MemoryFacts {
  readonly source: 'host' | 'cgroup v2' | 'cgroup v1';
  readonly totalBytes: number;
  /** What can still be had before the kernel has to kill; page cache that can be dropped counts as available. */
  readonly availableBytes: number;
  readonly usedBytes: number;
}

/** Below this a rate says more of the 10 ms that the kernel counts in than of the process. */
const shortestIntervalMs = 100;

/**
 * The CPU that each process took between two readings: 1 is one CPU fully, threads can make it more. A pid is left out
 * where nothing can be told: it is new, gone or given to another process, or the interval has no sensible length (a
 * clock that was set back, two readings at once).
 *
 * @param elapsedMs by a clock that never steps: the difference of the two readAtMs
 */
export function cpuFractionBetween(
  before: HostFacts,
  now: HostFacts,
  elapsedMs: number,
): ReadonlyMap<number, number> {
  const fractions = new Map<number, number>();
  if (!before.local || !now.local || !(elapsedMs >= shortestIntervalMs)) return fractions;
  for (const [key, process] of Object.entries(now.processes)) {
    const pid = Number(key);
    const grownMs = cpuGrowthMs(before.processes[pid], process);
    if (grownMs !== undefined) fractions.set(pid, grownMs / elapsedMs);
  }
  return fractions;
}

function cpuGrowthMs(before: ProcessFacts | undefined, now: ProcessFacts): number | undefined {
  if (before?.cpuTimeMs === undefined || now.cpuTimeMs === undefined) return undefined;
  if (now.startTicks === undefined || before.startTicks !== now.startTicks) return undefined;
  return now.cpuTimeMs < before.cpuTimeMs ? undefined : now.cpuTimeMs - before.cpuTimeMs;
}
