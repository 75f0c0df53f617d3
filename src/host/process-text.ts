/** The files of one process in /proc, as numbers and words. Pure. */

export interface ProcessStat {
  /** The kernel's short name of the program, 15 bytes at most. */
  readonly name: string;
  /** R, S, D, Z (ended, its parent has not asked for it yet) … */
  readonly state: string;
  readonly parentPid: number;
  /** User and kernel mode. */
  readonly cpuTicks: number;
  readonly startTicks: number;
}

/** /proc/PID/stat. The name stands in brackets and may itself contain blanks and brackets: it ends at the last one. */
export function parseStat(text: string): ProcessStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  // The first of these is field 3 of proc(5).
  const fields = text.slice(close + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const stat = {
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parentPid: field(4),
    cpuTicks: field(14) + field(15),
    startTicks: field(22),
  };
  return Number.isNaN(stat.parentPid + stat.cpuTicks + stat.startTicks) ? undefined : stat;
}

/** /proc/PID/statm: pages, the second number is what is resident. */
export function parseResidentPages(text: string): number | undefined {
  const pages = /^\d+ (\d+) /.exec(text)?.[1];
  return pages === undefined ? undefined : Number(pages);
}

/** A line like `Pss:  3296 kB` of smaps_rollup, meminfo and their kind, in bytes. */
export function parseKilobytes(text: string, key: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${key}:`));
  const kilobytes = /^\s*(\d+) kB/.exec(line?.slice(key.length + 1) ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** /proc/PID/cmdline: arguments that end in a NUL each; a title that was written over them may end in blanks or NULs. */
export function parseArguments(text: string): string[] {
  const trimmed = text.replace(/[\0 ]+$/, '');
  return trimmed === '' ? [] : trimmed.split('\0');
}

/**
 * The title that a process gave itself, or undefined: a worker is a fork of its master, so until it (or auto-procname)
 * writes over its command line, the two are the same.
 */
export function titleOf(commandLine: string, masterCommandLine: string): string | undefined {
  if (commandLine === masterCommandLine) return undefined;
  const title = parseArguments(commandLine).join(' ').trim();
  return title === '' ? undefined : title;
}

export interface Units {
  readonly pageBytes: number;
  readonly clockTicksPerSecond: number;
}

const atPageSize = 6;
const atClockTicks = 17;

/**
 * /proc/self/auxv: what the kernel tells every program at its start, pairs of machine words. The page is 16 or 64 KiB
 * on some ARM and POWER machines. The tick that /proc counts in is 10 ms wherever uWSGI commonly runs, whatever the
 * kernel's own timer does: it is part of the kernel's interface (USER_HZ), so 100 is right even without this file.
 */
export function parseUnits(auxv: Buffer, wordBytes: 4 | 8, littleEndian: boolean): Units {
  const word = (offset: number): number => {
    if (wordBytes === 4) return littleEndian ? auxv.readUInt32LE(offset) : auxv.readUInt32BE(offset);
    return Number(littleEndian ? auxv.readBigUInt64LE(offset) : auxv.readBigUInt64BE(offset));
  };
  const values = new Map<number, number>();
  for (let offset = 0; offset + 2 * wordBytes <= auxv.length; offset += 2 * wordBytes) {
    values.set(word(offset), word(offset + wordBytes));
  }
  return { pageBytes: values.get(atPageSize) ?? 4096, clockTicksPerSecond: values.get(atClockTicks) ?? 100 };
}
