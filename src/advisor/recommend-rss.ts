/** The line of reload-on-rss. */
import type { AdviceLine } from './advice';
import { type Grounds, lineFor } from './grounds';
import { type MemorySeen, noMemory, plannedShare } from './memory';
import type { Plan } from './plan';
import { bytes, processesOf, share } from './words';

const mebi = 1024 * 1024;
const aboveFresh = 1.3;
const abovePeak = 1.2;
/** So much a process may grow by one large answer or another module, and not for a leak: a small one by several times. */
const leastSlack = 50 * mebi;

/** Of 64-bit Linux. */
const largestProcess = 2 ** 47;

/** @param requests max-requests as it is advised */
export function rssLine(grounds: Grounds, { processes }: Plan, requests: number | undefined): AdviceLine {
  const { memory } = grounds;
  const line = lineFor(grounds, 'reload-on-rss', 'reloadOnRssBytes', mebi);
  const { rssBytes: peak, totalBytes } = memory;
  if (peak === undefined) return { ...line, reason: 'how large processes are is not known', doubt: noMemory };
  const { freshBytes: fresh = peak } = memory;
  const most = totalBytes === undefined ? Infinity : (plannedShare * totalBytes) / processes;
  const evidence = `RSS at p95: ${memory.freshBytes === undefined ? 'fresh not seen' : `fresh ${bytes(fresh)}`}, at the end or now ${bytes(peak)}`;
  const planned = share(plannedShare);
  const least = Math.max(aboveFresh * fresh, fresh + leastSlack);
  if (most < least) {
    const reason = `${planned} of the memory leave ${bytes(most)} to each of ${processesOf(processes)}: a limit below ${bytes(least)} would recycle without end what is no leak`;
    return { ...line, reason, evidence };
  }
  const wanted = limitAbove(memory, { fresh, peak, requests });
  if (Math.min(wanted, most) > largestProcess) {
    const reason = 'processes come to more than an address space holds: such numbers tell nothing';
    return { ...line, reason, evidence };
  }
  const reason =
    wanted > most
      ? `MiB: at the limit ${processesOf(processes)} fill ${planned} of ${bytes(totalBytes)}`
      : 'MiB: a fifth above what processes come to, 50 MiB at least, and 30% above a fresh one';
  const value = String(Math.ceil(Math.min(wanted, most) / mebi));
  return { ...line, value, reason, evidence, ...doubtOf(memory) };
}

interface Sizes {
  readonly fresh: number;
  readonly peak: number;
  readonly requests: number | undefined;
}

/** What max-requests ends in time is not to be ended by this. */
function limitAbove({ leakBytes }: MemorySeen, { fresh, peak, requests }: Sizes): number {
  const grown = leakBytes === undefined || requests === undefined ? peak : fresh + leakBytes * requests;
  return Math.max(aboveFresh * fresh, abovePeak * grown, grown + leastSlack);
}

function doubtOf({ totalBytes, freshBytes }: MemorySeen): Partial<AdviceLine> {
  if (totalBytes === undefined)
    return {
      doubt: 'whether all processes at the limit fit: the memory of the machine is not known (--memory)',
      confidence: 'low',
    };
  return freshBytes === undefined
    ? { doubt: 'how large a fresh process is: none was seen in its first minute' }
    : {};
}
