/** How many processes and threads are advised: what the load asks for, and what stands against it. */
import type { Sizing, SizingBound } from './advice';
import { plainSlots } from './erlang';
import { type Grounds, numberOf } from './grounds';
import { bytesPerProcess, plannedShare } from './memory';
import { expectedWait, withoutChance, slotsFor } from './sizing';
import { bytes, processesOf, share } from './words';
import { percentile } from './windows';

export interface Plan {
  readonly processes: number;
  readonly threads: number;
  /** That many the load asks for. */
  readonly wantedProcesses: number;
  /** The load of quiet times. */
  readonly quietErlangs: number;
  readonly sizing: Sizing;
}

/** From this share of processor time on a request computes rather than waits, and below the other it waits. */
export const computes = 0.75;
export const waits = 0.5;

/** While one is recycled, the other serves. */
export const fewestProcesses = 2;

/** Beyond it threads of one interpreter stand in each other's way. */
const mostThreads = 8;

/** Undefined where no request was timed and a wait in seconds is wanted. */
export function planOf(grounds: Grounds): Plan | undefined {
  const { summary, windows, service, orders, coresPerProcess } = grounds;
  const { peak: load, quiet } = withoutChance(summary, windows);
  const slots = slotsFor(orders.target, load, service);
  if (slots === undefined) return undefined;
  const bounds = boundsOf(grounds);
  const threads = threadsFor(grounds, slots, bounds);
  const wantedProcesses = Math.max(fewestProcesses, Math.ceil(slots / threads));
  const tightest = bounds.toSorted((one, other) => one.processes - other.processes)[0];
  const isBound = tightest !== undefined && tightest.processes < wantedProcesses;
  const processes = isBound ? Math.max(1, tightest.processes) : wantedProcesses;
  const sizing = {
    target: orders.target,
    erlangs: load,
    slots,
    plainSlots: plainSlots(load),
    expected: expectedWait(processes * threads, load, service),
    today: expectedWait(grounds.seen.workers.length * coresPerProcess, load, service),
    bounds,
    binding: isBound ? tightest.by : threads > coresPerProcess ? ('memory' as const) : ('load' as const),
  };
  return { processes, threads, wantedProcesses, quietErlangs: quiet, sizing };
}

function boundsOf(grounds: Grounds): SizingBound[] {
  return [memoryBound(grounds), cpuBound(grounds)].filter((bound) => bound !== undefined);
}

function memoryBound(grounds: Grounds): SizingBound | undefined {
  const { memory } = grounds;
  const { totalBytes, leakBytes, freshBytes } = memory;
  const each = bytesPerProcess(memory);
  if (totalBytes === undefined || each === undefined) return undefined;
  const budget = plannedShare * totalBytes;
  const planned = `${share(plannedShare)} of ${bytes(totalBytes)} (${memory.totalSource})`;
  if (leakBytes === undefined || freshBytes === undefined) {
    const processes = Math.floor(budget / each);
    const kind = memory.pssBytes === undefined ? 'RSS' : 'PSS';
    return {
      by: 'memory',
      processes,
      reason: `${planned} hold ${processesOf(processes)} of ${bytes(each)} (p95 of ${kind})`,
    };
  }
  const grown = Math.min(mostLeaked * budget, leakBytes * peakRate(grounds) * usualLifeSeconds);
  const processes = Math.floor((budget - grown) / freshBytes);
  const reason = `${planned} hold ${processesOf(processes)} of ${bytes(freshBytes)} and ${bytes(grown)} for what they leak together`;
  return { by: 'memory', processes, reason };
}

/** A process that lives shorter costs more in starts than it saves. */
export const usualLifeSeconds = 600;
/** Of the memory: with too few processes requests wait, and with short lives these only start more often. */
const mostLeaked = 0.25;

/** Of all workers together. */
export const peakRate = ({ windows }: Grounds): number =>
  percentile(
    windows.map(({ requestsPerSecond }) => requestsPerSecond),
    0.95,
  ) ?? 0;

function cpuBound({ summary: { cpuShare }, orders: { cpus } }: Grounds): SizingBound | undefined {
  if (cpus === undefined || cpuShare === undefined || cpuShare < computes) return undefined;
  const reason = `requests compute for ${share(cpuShare)} of their time: more processes than the ${cpus} CPUs would only share these`;
  return { by: 'cpu', processes: cpus, reason };
}

/** As today, unless memory leaves no other way and requests are known to wait rather than to compute. */
function threadsFor(grounds: Grounds, slots: number, bounds: readonly SizingBound[]): number {
  const { coresPerProcess, summary } = grounds;
  const room = bounds.find(({ by }) => by === 'memory')?.processes;
  if (room === undefined || room < 1 || room * coresPerProcess >= slots) return coresPerProcess;
  if (summary.cpuShare === undefined || summary.cpuShare >= waits || !areThreads(grounds))
    return coresPerProcess;
  return Math.max(coresPerProcess, Math.min(mostThreads, Math.ceil(slots / room)));
}

/** Several cores may be async ones, which the option threads has nothing to do with. */
export const areThreads = (grounds: Grounds): boolean =>
  grounds.coresPerProcess === 1 || numberOf(grounds, 'threads') === grounds.coresPerProcess;
