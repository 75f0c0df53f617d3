/** Reads beside each snapshot what the kernel knows of its processes and sockets; one reader serves all local masters. */
import { readlinkSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { HostFacts, ProcessFacts } from '../model/host-facts';
import { isPossiblePid, notOurs } from './locality';
import { readMemory } from './memory';
import { parseResidentPages, parseStat, parseUnits, type ProcessStat, type Units } from './process-text';
import { isTcpName } from './queues';
import { readQueues } from './read-queues';
import { SlowReader } from './slow-facts';
import { explainCode, readSmallFile } from './small-file';
import { SpoolReader, type SpoolRequest } from './spool-folders';
import { readStartFacts } from './start-facts';

export interface HostReaderOptions {
  readonly procRoot?: string;
  readonly clockTicksPerSecond?: number;
  readonly pageBytes?: number;
  /** A monotonic clock, ms. */
  readonly now?: () => number;
}

export interface HostRequest extends SpoolRequest {
  /** Of the workers that have a process; of the vassals for an emperor. */
  readonly workerPids: readonly number[];
  /** Others that the stats name, such as the holders of locks; they prove nothing. */
  readonly otherPids?: readonly number[];
  readonly sockets: readonly { readonly name: string }[];
  /** Wait a moment for titles and PSS (the default), which otherwise come with a later reading. */
  readonly patient?: boolean;
}

export interface HostReader {
  /** Never rejects: what cannot be read is absent and has its reason. */
  read(request: HostRequest, signal?: AbortSignal): Promise<HostFacts>;
  readStartFacts(masterPid: number): ReturnType<typeof readStartFacts>;
}

/** So many processes are read before the screen and the sockets get their turn: about two milliseconds. */
const processesAtOnce = 100;
/** As long as the first picture waits for titles and PSS. */
const slowPatienceMs = 50;

export function createHostReader(options: HostReaderOptions = {}): HostReader {
  const procRoot = options.procRoot ?? '/proc';
  const reader = new ProcReader(procRoot, { ...readUnits(procRoot), ...options }, options.now);
  return {
    read: (request, signal) => reader.read(request, signal),
    readStartFacts: (masterPid) => readStartFacts(masterPid, procRoot),
  };
}

function readUnits(procRoot: string): Units {
  const auxv = readSmallFile(join(procRoot, 'self/auxv'));
  const wordBytes = process.arch === 'arm' || process.arch === 'ia32' ? 4 : 8;
  return parseUnits(Buffer.from(auxv.ok ? auxv.text : '', 'latin1'), wordBytes, endianness() === 'LE');
}

type StatReading =
  | { readonly stat: ProcessStat; readonly reason?: undefined }
  | { readonly stat?: undefined; readonly reason: string };

class ProcReader {
  readonly #procRoot: string;
  readonly #units: Units;
  readonly #now: () => number;
  readonly #slow: SlowReader;
  readonly #spools: SpoolReader;
  /** Start times of the masters that were shown to be here: they stay ours while their workers come and go. */
  readonly #proven = new Map<number, number>();
  #mountinfo: string | undefined;

  constructor(procRoot: string, units: Units, now: () => number = () => performance.now()) {
    this.#procRoot = procRoot;
    this.#units = units;
    this.#now = now;
    this.#slow = new SlowReader(procRoot, now);
    this.#spools = new SpoolReader(procRoot, now);
  }

  async read(request: HostRequest, signal?: AbortSignal): Promise<HostFacts> {
    const { masterPid, workerPids, otherPids = [], sockets, patient = true } = request;
    const master = this.#readStat(masterPid);
    if (master.stat === undefined) return { local: false, reason: `no process ${masterPid} on this machine` };
    const readAtMs = this.#now();
    const stats = new Map<number, StatReading>([[masterPid, master]]);
    for (const [index, pid] of workerPids.entries()) {
      if (index % processesAtOnce === processesAtOnce - 1) await breathe();
      if (signal?.aborted === true) return { local: false, reason: 'stopped' };
      stats.set(pid, this.#readStat(pid));
    }
    const reason = this.#disprove(
      masterPid,
      master.stat,
      workerPids.map((pid) => stats.get(pid)?.stat),
    );
    if (reason !== undefined) return { local: false, reason };
    const slow = this.#withPatience([
      this.#refreshSlowFacts(masterPid, stats, signal),
      this.#spools.refresh(request, signal),
    ]);
    if (patient) await slow;
    for (const pid of otherPids) if (!stats.has(pid)) stats.set(pid, this.#readStat(pid));
    return {
      local: true,
      readAtMs,
      processes: Object.fromEntries(
        [...stats].map(([pid, reading]) => [pid, this.#factsOf(pid, masterPid, reading)]),
      ),
      queues: readQueues(
        join(this.#procRoot, String(masterPid)),
        sockets.map(({ name }) => name),
        this.#masterFolder(masterPid, sockets),
      ),
      spoolers: this.#spools.of(request),
      memory: readMemory(this.#procRoot, masterPid, this.#readMountinfo()),
    };
  }

  #readStat(pid: number): StatReading {
    if (!isPossiblePid(pid)) return { reason: 'no pid of this machine' };
    const file = readSmallFile(join(this.#procRoot, String(pid), 'stat'));
    if (!file.ok) return { reason: explainCode(file.code) };
    const stat = parseStat(file.text);
    return stat === undefined ? { reason: `/proc/${pid}/stat is not understood` } : { stat };
  }

  #disprove(
    masterPid: number,
    master: ProcessStat,
    workers: readonly (ProcessStat | undefined)[],
  ): string | undefined {
    if (this.#proven.get(masterPid) === master.startTicks) return undefined;
    const reason = notOurs({ masterPid, master, workers });
    if (reason === undefined) this.#proven.set(masterPid, master.startTicks);
    return reason;
  }

  #factsOf(pid: number, masterPid: number, { stat, reason }: StatReading): ProcessFacts {
    if (stat === undefined) return { reason };
    if (pid !== masterPid && stat.parentPid !== masterPid) return { reason: 'the process has ended' };
    const { startTicks } = stat;
    // What has ended but was not waited for yet has no memory any more.
    if (stat.state === 'Z' || stat.state === 'X') return { startTicks, reason: 'the process has ended' };
    const statm = readSmallFile(join(this.#procRoot, String(pid), 'statm'));
    const pages = statm.ok ? parseResidentPages(statm.text) : undefined;
    const slow = this.#slow.of({ pid, startTicks });
    return {
      startTicks,
      rssBytes: pages === undefined ? undefined : pages * this.#units.pageBytes,
      pssBytes: slow.pssBytes,
      cpuTimeMs: (stat.cpuTicks * 1000) / this.#units.clockTicksPerSecond,
      label: slow.label,
      reason: statm.ok ? slow.reason : explainCode(statm.code),
    };
  }

  /** Never rejects. */
  async #refreshSlowFacts(
    masterPid: number,
    stats: ReadonlyMap<number, StatReading>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const processes = [...stats].flatMap(([pid, { stat }]) =>
      stat === undefined || (pid !== masterPid && stat.parentPid !== masterPid)
        ? []
        : [{ pid, startTicks: stat.startTicks }],
    );
    await this.#slow.refresh(masterPid, processes, signal);
  }

  /** What takes longer goes on in the background. */
  async #withPatience(refreshes: readonly Promise<void>[]): Promise<void> {
    const patience = new AbortController();
    await Promise.race([
      Promise.all(refreshes),
      sleep(slowPatienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
  }

  /** Only a path can be relative to it. */
  #masterFolder(masterPid: number, sockets: HostRequest['sockets']): string | undefined {
    if (sockets.every(({ name }) => isTcpName(name))) return undefined;
    try {
      return readlinkSync(join(this.#procRoot, String(masterPid), 'cwd'));
    } catch {
      return undefined;
    }
  }

  /** What is mounted where is asked once: control groups are mounted when the machine starts. */
  #readMountinfo(): string {
    if (this.#mountinfo === undefined) {
      const file = readSmallFile(join(this.#procRoot, 'self/mountinfo'));
      this.#mountinfo = file.ok ? file.text : '';
    }
    return this.#mountinfo;
  }
}
