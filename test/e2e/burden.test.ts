/** Whoever is watched notices nothing: not of a short interval, not of a terminal that hangs. */
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoDocument } from '../../src/demo/synthetic';
import { eventually } from '../support/eventually';
import { holdRequest } from '../support/load';
import { tell } from '../support/measured';
import { isAlive, parentOf, sendSignal } from '../support/processes';
import { runProgram } from '../support/program';
import { describeWithUwsgi } from '../support/requirements';
import { serversOfThisFile } from '../support/servers';
import { answering, type Manner, serversOfEachTest } from '../support/stats-server';
import { readStats } from '../support/stats';
import type { Terminal } from '../support/terminal';
import { large, small, uwtop, withTerminal, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);

const startServer = serversOfEachTest();
const often = ['-i', '0.1'];

const documentOf = (workers: number, seed: number): string =>
  demoDocument({ workers, cores: 1, inFlight: workers / 2, seed, atMs: Date.now() });

describe('polls of one target', () => {
  /** Answers with this manner, which takes longer than an interval; counts who comes before it is done. */
  async function overlapsWith(answer: (socket: Socket) => Promise<void>): Promise<number> {
    let underWay = 0;
    let answered = 0;
    let overlaps = 0;
    const server = await startServer((socket) => {
      if (underWay > 0) overlaps += 1;
      underWay += 1;
      void answer(socket).then(() => {
        underWay -= 1;
        answered += 1;
        socket.end();
      });
    });
    await withUwtop([...often, server.address], small, async (terminal) => {
      await eventually(() => check(answered >= 2, 'two answers'));
      // Somebody who cannot wait.
      for (let press = 0; press < 20; press += 1) await terminal.send('R');
      await eventually(() => check(answered >= 5, 'five answers'));
    });
    return overlaps;
  }

  test('never overlap where an answer begins late', async () => {
    const overlaps = await overlapsWith(async (socket) => {
      await sleep(350);
      socket.write(documentOf(4, 1));
    });
    expect(overlaps).toBe(0);
  });

  test('never overlap where an answer comes in pieces', async () => {
    const overlaps = await overlapsWith(async (socket) => {
      const text = documentOf(4, 1);
      for (let from = 0; from < text.length; from += Math.ceil(text.length / 10)) {
        socket.write(text.slice(from, from + Math.ceil(text.length / 10)));
        await sleep(40);
      }
    });
    expect(overlaps).toBe(0);
  });

  test('never overlap where answers are broken', async () => {
    const overlaps = await overlapsWith(async (socket) => {
      await sleep(200);
      socket.write(documentOf(4, 1).slice(0, 500));
    });
    expect(overlaps).toBe(0);
  });
});

interface Hung {
  readonly terminal: Terminal;
  readonly pid: number;
  readonly goOn: () => void;
}

describe('a terminal that is not read', () => {
  /** How long each answer took until it was read to its end and the connection closed, ms. */
  const timed =
    (tookMs: number[]): Manner =>
    (socket) => {
      // Another one each time, so that frames change much and the terminal is full soon.
      const startedMs = performance.now();
      socket.on('close', () => tookMs.push(performance.now() - startedMs));
      socket.end(documentOf(300, tookMs.length));
    };

  const withHungTerminal = (use: (hung: Hung, tookMs: number[]) => Promise<void>) => async () => {
    const tookMs: number[] = [];
    const server = await startServer(timed(tookMs));
    await withUwtop([...often, server.address], large, async (terminal) => {
      await eventually(() => check(tookMs.length >= 20, 'twenty answers'));
      const pid = await terminal.pid();
      const tmux = parentOf(pid);
      const goOn = () => sendSignal(tmux, 'SIGCONT');
      sendSignal(tmux, 'SIGSTOP');
      await use({ terminal, pid, goOn }, tookMs).finally(goOn);
    });
  };

  test(
    'does not slow the reading of answers, and shows the present when it is read again',
    withHungTerminal(async ({ terminal, goOn }, tookMs) => {
      const before = medianOf(tookMs.splice(0));
      // By now all that a terminal can hold is in it.
      await sleep(4000);
      tookMs.splice(0);
      await eventually(() => check(tookMs.length >= 10, 'ten more answers'));
      const hung = medianOf(tookMs.splice(0));
      tell('reading answers', { 'ms, terminal read': before, 'ms, terminal hung': hung });
      // A write that waits lets no answer through at all; the rest is how busy the machine is.
      expect(hung).toBeLessThan(5 * before + 500);
      goOn();
      await terminal.send('?');
      await terminal.waitFor(/Keys/);
    }),
  );

  test(
    'does not keep the program from its end',
    withHungTerminal(async ({ pid }, tookMs) => {
      await sleep(4000);
      expect(tookMs.length).toBeGreaterThan(20);
      sendSignal(pid, 'SIGTERM');
      await eventually(() => check(!isAlive(pid), 'an end'));
    }),
  );
});

test('a terminal that is not read does not keep from its end who has something left to say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-burden-'));
  const path = join(folder, 'day.ndjson');
  const flood = join(folder, 'flood.cjs');
  const done = join(folder, 'done');
  const server = await startServer(answering(documentOf(4, 1)));
  await runProgram(['record', '-o', path, '-i', '0.1', '-n', '3', server.address]);
  appendFileSync(path, 'damaged\n');
  writeFileSync(flood, floodUntilFull(done));
  await withTerminal(
    { ...small, command: uwtop('replay', path), env: { NODE_OPTIONS: `--require=${flood}` } },
    async (terminal) => {
      await terminal.waitFor(/this is the end of the recording/);
      const pid = await terminal.pid();
      sendSignal(parentOf(pid), 'SIGSTOP');
      sendSignal(pid, 'SIGUSR2');
      await eventually(() => check(existsSync(done), 'a full terminal'));
      sendSignal(pid, 'SIGTERM');
      await eventually(() => check(!isAlive(pid), 'an end')).finally(() => {
        sendSignal(parentOf(pid), 'SIGCONT');
      });
    },
  );
  rmSync(folder, { recursive: true });
});

/** At SIGUSR2 more is written than a terminal can hold; the file is there when it has taken all that it can. */
const floodUntilFull = (file: string): string => `process.on('SIGUSR2', () => {
  process.stdout.write(' '.repeat(1 << 18));
  let before;
  const look = setInterval(() => {
    const left = process.stdout._handle.writeQueueSize;
    if (left === before) { clearInterval(look); require('fs').writeFileSync('${file}', ''); }
    before = left;
  }, 300);
});`;

const harakiriSeconds = 2;
/** The master looks once a second, and for seconds that have passed whole. */
const grainSeconds = 2;

describeWithUwsgi('a real uWSGI that is asked ten times a second', () => {
  const start = serversOfThisFile();

  test('kills by harakiri when it would', async () => {
    const uwsgi = await start({ options: { processes: 2, harakiri: harakiriSeconds }, name: 'burden' });
    await withUwtop([...often, uwsgi.statsAddress], small, async (terminal) => {
      await terminal.waitFor(/busyness/);
      const startedMs = performance.now();
      await holdRequest({ port: uwsgi.httpPort, path: '/slow?s=30', headers: '' }).done;
      const seconds = (performance.now() - startedMs) / 1000;
      tell('harakiri', { limit: harakiriSeconds, seconds });
      expect(seconds).toBeGreaterThan(harakiriSeconds - 1);
      expect(seconds).toBeLessThan(harakiriSeconds + grainSeconds + 1);
      const { workers } = await readStats(uwsgi.statsAddress);
      expect(workers.reduce((kills, { harakiri_count }) => kills + harakiri_count, 0)).toBe(1);
    });
  });
});

const check = (holds: boolean, awaited: string): Promise<void> =>
  holds ? Promise.resolve() : Promise.reject(new Error(`still waiting for ${awaited}`));

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;
