/** What is recorded by the built program: killed at any moment, on a full disk, and seen again. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoFleet } from '../../src/demo/fleet';
import { openRecording } from '../../src/recording/open';
import { runProgram } from '../support/program';
import { answering, capture, serversOfEachTest } from '../support/stats-server';
import { quoted, small, uwtop, withTerminal, withUwtop } from '../support/uwtop';

jest.setTimeout(180_000);
const startServer = serversOfEachTest();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-recording-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(['a.ndjson', 'a.ndjson.gz'])(
  'once says of %s, byte for byte, what the live run said of the whole simulated fleet',
  async (name) => {
    const fleet = await startDemoFleet({ seed: 3, now: Date.now });
    const path = join(folder, name);
    const live = await runProgram([
      ...['once', '--ndjson', '-n', '4', '-i', '0.3', '--record', path],
      ...fleet.targets.map((target) => `${target.name}=${target.address}`),
    ]).finally(() => fleet.stop());
    expect(live.exitCode).toBe(0);
    expect(live.stdout.toString().trimEnd().split('\n')).toHaveLength(4);
    const replayed = await runProgram(['once', '--ndjson', path]);
    expect(replayed.exitCode).toBe(0);
    expect(replayed.stdout.equals(live.stdout)).toBe(true);
  },
);

describe('a recorder that is killed', () => {
  const rounds = 10;
  const atATime = 5;

  test('at any of fifty moments loses its last line at most', async () => {
    for (let round = 0; round < rounds; round++) {
      const results = await Promise.all(
        Array.from({ length: atATime }, (_, index) =>
          killed(join(folder, `${round}-${index}.ndjson`), index),
        ),
      );
      for (const { recorded, answered, cuts } of results) {
        expect(recorded).toBeLessThanOrEqual(answered);
        // One answer may still have been on its way, and one line half in the file.
        expect(recorded).toBeGreaterThanOrEqual(answered - 2);
        expect(cuts).toBeLessThanOrEqual(1);
      }
    }
  });

  async function killed(stem: string, index: number) {
    const server = await startServer(answering(capture('plain.t1.json')));
    const path = index % 2 === 0 ? stem : `${stem}.gz`;
    const [program = '', ...words] = uwtop('record', '-o', path, '-i', '0.1', server.address);
    const child = spawn(program, words, {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], XDG_CONFIG_HOME: '/nonexistent' },
    });
    await until(() => existsSync(path) && statSync(path).size > 0);
    await sleep(Math.random() * 600);
    await end(child, 'SIGKILL');
    const recording = await openRecording([path]);
    let recorded = 0;
    for await (const { observations } of recording.rounds()) recorded += observations.length;
    expect(recording.damages.every(({ isCut }) => isCut)).toBe(true);
    return { recorded, answered: server.accepted(), cuts: recording.damages.length };
  }
});

test.each([
  ['SIGINT', 0],
  ['SIGTERM', 0],
] as const)('%s ends a recording with all that was observed, and a sentence', async (signal, exitCode) => {
  const server = await startServer(answering(capture('plain.t1.json')));
  const path = join(folder, 'a.ndjson.gz');
  const [program = '', ...words] = uwtop('record', '-o', path, '-i', '0.1', server.address);
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  await until(() => server.accepted() > 4);
  expect(await end(child, signal)).toBe(exitCode);
  expect(said).toMatch(
    /^uwtop: about \S+ an hour, \S+ a day\nuwtop: recorded \d+ rounds in \S+, \S+ to .*a\.ndjson\.gz\n$/,
  );
  expect((await openRecording([path])).damages).toEqual([]);
});

test('where the disk is full that is loud, the screens go on, and what was written is seen again', async () => {
  const server = await startServer(answering(capture('plain.t1.json')));
  const path = join(folder, 'a.ndjson');
  // A file may not become larger than 64 KiB: the kernel refuses to write, as it does on a full disk.
  const script = `trap '' XFSZ; ulimit -f 128; exec ${quoted(uwtop('-i', '0.1', '--record', path, server.address))}`;
  await withTerminal({ ...small, command: ['dash', '-c', script] }, async (terminal) => {
    await terminal.waitFor(/REC \S+K/);
    await terminal.waitFor(/RECORDING STOPPED: the file may not become larger/);
    const before = server.accepted();
    await until(() => server.accepted() > before + 3);
    expect(await terminal.screen()).not.toMatch(/REC \d/);
    await terminal.send('q');
    expect(await terminal.waitForExit()).toBe(0);
  });
  const { exitCode, stdout, stderr } = await runProgram(['once', '--ndjson', path]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.toString().split('\n').length).toBeGreaterThan(3);
});

test('a disk that does not answer keeps neither the screens nor their end', async () => {
  const server = await startServer(answering(capture('plain.t1.json')));
  const path = join(folder, 'hangs.ndjson');
  execFileSync('mkfifo', [path]);
  await withTerminal(
    { ...small, command: uwtop('-i', '0.1', '--record', path, server.address) },
    async (terminal) => {
      // Several times what a pipe holds.
      await until(() => server.accepted() > 40);
      await terminal.send('q');
      expect(await terminal.waitForExit()).toBe(128 + constants.signals.SIGKILL);
      expect(await terminal.screen()).toMatch(/^uwtop: RECORDING STOPPED: the disk does not answer/m);
    },
  );
});

test('what w records in the screens can be replayed in them: paused, forth and back', async () => {
  const here = join(folder, 'here');
  mkdirSync(here);
  await withUwtop(['demo', 'shop', '-i', '0.2'], { ...small, cwd: here }, async (terminal) => {
    await terminal.waitFor(/req\/s +\d/);
    await terminal.send('w');
    await terminal.waitFor(/REC \S+K/);
    await sleep(2500);
    await terminal.send('w');
    await terminal.waitFor(/recorded \S+: uwtop replay uwtop-\d{8}-\d{6}\.ndjson\.gz/);
    expect(await terminal.screen()).not.toMatch(/REC \d/);
    await terminal.send('q');
  });
  const [name = ''] = readdirSync(here);
  await withUwtop(['replay', '--paused', name], { ...small, cwd: here }, async (terminal) => {
    await terminal.waitFor(/ uwtop +shop .*REPLAY 0s\/2s 1x PAUSED/);
    await terminal.send('.', '.', '.', '.', '.', '.');
    await terminal.waitFor(/REPLAY 1s\/2s 1x PAUSED[^]*req\/s +\d/);
    await terminal.send(',', ',', ',');
    await terminal.waitFor(/REPLAY 0s\/2s 1x PAUSED/);
    await terminal.send(']', ']', 'Space');
    await terminal.waitFor(/REPLAY 2s\/2s 5x PAUSED[^]*this is the end of the recording/);
    await terminal.type(':0%');
    await terminal.send('Enter');
    await terminal.waitFor(/REPLAY 0s\/2s/);
    await terminal.send('q');
    expect(await terminal.waitForExit()).toBe(0);
  });
});

test.each([
  [['replay', '/nowhere'], /^uwtop: \/nowhere cannot be read/],
  [
    ['record', '-o', '/dev/full', ':1'],
    /^uwtop: nothing can be recorded to \/dev\/full: the disk is full\n$/,
  ],
  [['record', ':1'], /required option '-o, --output <file>'/],
  [['record', '-o', 'x', '--for', '10', ':1'], /give a length of time: 90s, 10m, 2h, 1d/],
])('%j is refused with a sentence', async (words, sentence) => {
  const { exitCode, stderr } = await runProgram(words);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(sentence);
});

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 3000; turn++) {
    if (isSo()) return;
    await sleep(10);
  }
  throw new Error('it did not come to that in half a minute');
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill(signal);
  });
}
