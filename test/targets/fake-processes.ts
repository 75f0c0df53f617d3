/** Processes with their sockets in a tree like /proc, in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakeProcess {
  readonly name?: string;
  readonly state?: string;
  /** Its words, without the program; or a title that was written over them. */
  readonly words?: readonly string[] | string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Its namespaces, where they are not ours; its files are then in `PID/root`. */
  readonly container?: string;
  readonly parent: number;
  /** What the descriptors from 3 on are: the inode of a socket, or the path of a file. */
  readonly holds: readonly (number | string)[];
  readonly cwd?: string;
}

export interface FakeProcesses {
  readonly root: string;
  run(pid: number, process: FakeProcess): void;
  /** UNIX sockets that listen, by inode; of a container under its pid. */
  listen(paths: Readonly<Record<number, string>>, pid?: number): void;
  /** The same on loopback, by port. */
  listenTcp(ports: Readonly<Record<number, number>>, pid?: number): void;
  delete(): void;
}

export function createFakeProcesses(): FakeProcesses {
  const root = mkdtempSync(join(tmpdir(), 'uwtop-proc-'));
  const table = (name: string, rows: readonly string[], pid?: number) => {
    const folder = join(root, pid === undefined ? '' : String(pid), 'net');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), ['head', ...rows, ''].join('\n'));
  };
  namespaces(join(root, 'self'), 'ours');
  return {
    root,
    run: (pid, process) => run(join(root, String(pid)), process),
    listen: (paths, pid) =>
      table(
        'unix',
        Object.entries(paths).map(
          ([inode, path]) => `0000000000000000: 00000002 00000000 00010000 0001 01 ${inode} ${path}`,
        ),
        pid,
      ),
    listenTcp: (ports, pid) =>
      table(
        'tcp',
        Object.entries(ports).map(([inode, port]) => {
          const hex = port.toString(16).toUpperCase().padStart(4, '0');
          return `   0: 0100007F:${hex} 00000000:0000 0A 0:0 0:0 0 0 0 ${inode} 1`;
        }),
        pid,
      ),
    delete: () => rmSync(root, { recursive: true }),
  };
}

function run(folder: string, { name = 'uwsgi', state = 'S', ...process }: FakeProcess): void {
  const { parent, holds, cwd = '/srv/app', words, environment = {}, container } = process;
  mkdirSync(join(folder, 'fd'), { recursive: true });
  writeFileSync(join(folder, 'stat'), `1 (${name}) ${state} ${parent} ${'0 '.repeat(30)}\n`);
  const all = typeof words === 'string' ? [words] : words && ['uwsgi', ...words];
  if (all !== undefined) writeFileSync(join(folder, 'cmdline'), all.map((word) => `${word}\0`).join(''));
  const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}\0`);
  writeFileSync(join(folder, 'environ'), variables.join(''));
  symlinkSync(cwd, join(folder, 'cwd'));
  if (container !== undefined) {
    namespaces(folder, container);
    mkdirSync(join(folder, 'root'));
  }
  holds.forEach((held, index) => {
    symlinkSync(typeof held === 'number' ? `socket:[${held}]` : held, join(folder, 'fd', String(index + 3)));
  });
}

function namespaces(folder: string, number: string): void {
  mkdirSync(join(folder, 'ns'), { recursive: true });
  for (const kind of ['net', 'mnt']) symlinkSync(`${kind}:[${number}]`, join(folder, 'ns', kind));
}
