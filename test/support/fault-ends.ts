/** Faults after which the program has nothing left to do: it ends by itself, and says what there is to say. */
import { execFile } from 'node:child_process';
import { eventually } from './eventually';
import { isAlive, parentOf, processTree, sendSignal } from './processes';
import { quoted, small, uwtop, withTerminal } from './uwtop';

export interface EndingFault {
  readonly fault: string;
  /** Resolves with what it said, when it has ended as it should. */
  readonly endsOf: (address: string) => Promise<string>;
}

export const endingFaults: readonly EndingFault[] = [
  { fault: 'EPIPE', endsOf: withoutReader },
  { fault: 'closed stdin', endsOf: withoutStdin },
  { fault: 'terminal gone', endsOf: withoutTerminal },
];

async function withoutReader(address: string): Promise<string> {
  const program = quoted(uwtop('once', '--watch', '-i', '0.1', address));
  const script = `{ ${program}; echo "exit code $?" >&2; } | head -1`;
  const said = await new Promise((resolve) =>
    execFile('sh', ['-c', script], { timeout: 30_000 }, (_error, _stdout, stderr) => resolve(stderr)),
  );
  expect(said).toBe('exit code 0\n');
  return '(nothing: who reads has gone, and the exit code is 0)';
}

function withoutStdin(address: string): Promise<string> {
  const command = ['sh', '-c', `exec ${quoted(uwtop('-i', '0.1', address))} <&-`];
  return withTerminal({ ...small, command }, async (terminal) => {
    expect(await terminal.waitForExit()).toBe(0);
    const screen = await terminal.screen();
    expect(screen).toMatch(/^ *\d+ +\d+ +(idle|busy) /m);
    return /^uwtop: (.*stdin.*)$/m.exec(screen)?.[1] ?? '';
  });
}

function withoutTerminal(address: string): Promise<string> {
  return withTerminal({ ...small, command: uwtop(address) }, async (terminal) => {
    await terminal.waitFor(/busyness[^]*Quit/);
    const pane = await terminal.pid();
    const processes = processTree(pane).map(({ pid }) => pid);
    sendSignal(parentOf(pane), 'SIGKILL');
    await eventually(async () => expect(await Promise.resolve(processes.filter(isAlive))).toEqual([]));
    return '(nobody is left to say anything to)';
  });
}
