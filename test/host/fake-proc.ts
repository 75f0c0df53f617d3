/** A tree like /proc in a temporary folder, as far as the host reader looks at it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface FakeProcess {
  readonly pid: number;
  readonly parentPid?: number;
  readonly name?: string;
  readonly state?: string;
  readonly cpuTicks?: number;
  readonly startTicks?: number;
  readonly residentPages?: number;
  readonly commandLine?: string;
  readonly pssKilobytes?: number;
}

export interface FakeProc {
  readonly root: string;
  add(process: FakeProcess): void;
  remove(pid: number): void;
  write(path: string, text: string): void;
  link(path: string, target: string): void;
  delete(): void;
}

export function createFakeProc(): FakeProc {
  const root = mkdtempSync(join(tmpdir(), 'uwtop-proc-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, 'latin1');
  };
  write('meminfo', 'MemTotal:  8000000 kB\nMemFree:  1000 kB\nMemAvailable:  6000000 kB\n');
  return {
    root,
    write,
    add: (process) => {
      write(`${process.pid}/stat`, statOf(process));
      write(`${process.pid}/statm`, `9000 ${process.residentPages ?? 1000} 500 10 0 400 0\n`);
      write(`${process.pid}/cmdline`, process.commandLine ?? 'uwsgi\0--ini\0app.ini\0');
      if (process.pssKilobytes !== undefined) {
        write(`${process.pid}/smaps_rollup`, `head\nRss: 1 kB\nPss:  ${process.pssKilobytes} kB\n`);
      }
    },
    remove: (pid) => rmSync(join(root, String(pid)), { recursive: true }),
    link: (path, target) => symlinkSync(target, join(root, path)),
    delete: () => rmSync(root, { recursive: true }),
  };
}

function statOf({
  pid,
  parentPid = 1,
  name = 'uwsgi-core',
  state = 'S',
  cpuTicks = 0,
  startTicks = 500,
}: FakeProcess) {
  const zeros = (count: number) => Array<number>(count).fill(0).join(' ');
  return `${pid} (${name}) ${state} ${parentPid} ${zeros(9)} ${cpuTicks} 0 ${zeros(6)} ${startTicks} ${zeros(30)}\n`;
}
