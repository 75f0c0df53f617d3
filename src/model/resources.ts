/** What a worker's process takes of its machine, and who says so. */
import type { RawWorker } from '../stats/schema';
import type { MemoryKind } from './forecasts/recycling';
import type { ProcessFacts } from './host-facts';

export type MemorySource = 'uwsgi' | '/proc';

export interface Resources {
  /**
   * Resident memory as it is now where the kernel tells (/proc), else as uWSGI measured it at the end of the last
   * request; undefined where neither is known.
   */
  readonly rssBytes?: number | undefined;
  readonly rssSource?: MemorySource | undefined;
  /** uWSGI's own measurements, which its limits are held against. */
  readonly reportedMemory: Readonly<Partial<Record<MemoryKind, number | undefined>>>;
  /** Resident memory with shared pages split among their sharers. */
  readonly pssBytes?: number | undefined;
  /** 1 is one CPU fully; threads can make it more. Over the last interval. */
  readonly cpuFraction?: number | undefined;
  /** The process title (setproctitle, auto-procname), where it says more than the command line. */
  readonly label?: string | undefined;
  /** Why the machine's own facts, or some of them, are missing. */
  readonly hostReason?: string | undefined;
}

/** What is known of one process from its machine, at this poll. */
export interface ProcessSight {
  /** It was asked, and the instance runs here: its processes can be measured, though this one may have ended. */
  readonly isLocal: boolean;
  readonly facts?: ProcessFacts | undefined;
  readonly cpuFraction?: number | undefined;
  /** Why there are no facts. */
  readonly reason?: string | undefined;
}

export function resourcesOf(
  raw: RawWorker,
  { facts, cpuFraction, reason }: Omit<ProcessSight, 'isLocal'>,
): Resources {
  const reportedMemory = reportedMemoryOf(raw);
  const current = raw.pid > 0 ? facts?.rssBytes : undefined;
  return {
    rssBytes: current ?? reportedMemory.rss,
    rssSource: current !== undefined ? '/proc' : reportedMemory.rss === undefined ? undefined : 'uwsgi',
    reportedMemory,
    pssBytes: facts?.pssBytes ?? reportedMemory.pss,
    cpuFraction,
    label: facts?.label,
    hostReason: facts?.reason ?? reason,
  };
}

/** 0 stands for not known. */
function reportedMemoryOf({ rss, vsz, uss, pss }: RawWorker): Resources['reportedMemory'] {
  return { rss: known(rss), vsz: known(vsz), uss: known(uss), pss: known(pss) };
}

const known = (bytes: number | undefined) => (bytes === 0 ? undefined : bytes);
