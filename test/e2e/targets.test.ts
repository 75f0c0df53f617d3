/** Addresses where nothing answers, or the wrong thing: the screen says what and why, stays, and recovers by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/ports';
import { readTable } from '../support/screen';
import { answering, capture, type Manner, silent, serversOfEachTest } from '../support/stats-server';
import type { Terminal } from '../support/terminal';
import { large, small, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

const stats = answering(capture('plain.t1.json'));
const hasRows = (screen: string): boolean =>
  /\bSTATE\b.*\bBUSY\b/.test(screen) && readTable(screen).rows[0]?.cell('#') === '1';

describe('a wrong address', () => {
  const wrong: readonly { readonly what: string; readonly manner: Manner; readonly says: RegExp }[] = [
    { what: 'a socket that says nothing', manner: silent, says: /not a byte/ },
    { what: 'a socket that closes at once', manner: (socket) => void socket.end(), says: /closed without/ },
    { what: 'a socket that resets', manner: (socket) => void socket.resetAndDestroy(), says: /broke off/ },
    {
      what: 'a socket of the uwsgi protocol, which closes on what is no packet of it',
      manner: (socket) => void socket.on('data', () => socket.end()),
      says: /uwsgi protocol/,
    },
    {
      what: 'an application',
      manner: (socket) =>
        void socket.on('data', () =>
          socket.end('HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><b>Shop</b></html>'),
        ),
      says: /application/,
    },
    {
      what: 'a page that is not there',
      manner: (socket) => void socket.on('data', () => socket.end('HTTP/1.0 404 Not Found\r\n\r\n')),
      // Not the digits alone: a port may have them.
      says: /refused.*404/,
    },
    { what: 'a mail server', manner: answering('220 mail.example.com ESMTP\r\n'), says: /not JSON/ },
    { what: 'other JSON', manner: answering('{"hello": ["world"]}'), says: /no uWSGI stats/ },
    {
      what: 'stats that are cut off',
      manner: answering(capture('plain.t1.json').subarray(0, 700)),
      says: /cut off/,
    },
  ];

  test.each(wrong)('$what', async ({ manner, says }) => {
    const server = await startServer(manner);
    await withUwtop([server.address, '--timeout', '1', '-i', '0.5'], small, async (terminal) => {
      await terminal.waitFor(says);
      await expectAdvice(terminal, says);
      server.behave(stats);
      // Where asking leaves traces the rests grow; the key does not wait for their end.
      await sleep(1200);
      await terminal.send('R');
      await terminal.waitFor(hasRows);
      expect(await terminal.screen()).not.toMatch(says);
    });
  });

  test('a port where nobody listens, until somebody does', async () => {
    const port = await freePort();
    const intervalMs = 1000;
    await withUwtop([`127.0.0.1:${port}`], large, async (terminal) => {
      await terminal.waitFor(/refused/);
      await expectAdvice(terminal, /refused/);
      await terminal.waitFor(/[3-9] polls missed/);
      await startServer(stats, { port });
      await terminal.waitFor(hasRows, 2 * intervalMs + 1500);
      expect(await terminal.screen()).not.toMatch(/refused|missed/);
    });
  });

  test('a path that does not exist, until it does', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'uwtop-path-'));
    const path = join(directory, 'stats.sock');
    await withUwtop([path], small, async (terminal) => {
      await terminal.waitFor(/no such file/);
      await expectAdvice(terminal, /no such file/);
      await startServer(stats, { path });
      await terminal.waitFor(hasRows, 3500);
    });
    rmSync(directory, { recursive: true });
  });

  test('a host name that is not known', async () => {
    await withUwtop(['no-such-host.invalid:1717'], small, async (terminal) => {
      await terminal.waitFor(/not known|cannot be reached/);
      expect(await terminal.exitCode()).toBeUndefined();
    });
  });

  test('among right ones', async () => {
    const [good, bad] = [await startServer(stats), await startServer(answering('no'))];
    await withUwtop([`good=${good.address}`, `bad=${bad.address}`], small, async (terminal) => {
      // The worst comes first.
      await terminal.waitFor(/^down +bad\b[^]*^up +good\b/m);
      await terminal.send('g', 'Enter');
      await terminal.waitFor(/^ DOWN .*not JSON/m);
      await terminal.send('1', 'G', 'Enter');
      await terminal.waitFor(hasRows);
    });
  });

  /** The banner names the cause, the line after it says what to try; and the program goes on. */
  async function expectAdvice(terminal: Terminal, cause: RegExp): Promise<void> {
    const lines = (await terminal.screen()).split('\n');
    const banner = lines.findIndex((line) => cause.test(line));
    expect(lines[banner]).toMatch(/^ (DOWN|STALE) /);
    // Where the cause is long it goes on below, and the advice follows.
    expect(lines.slice(banner + 1, banner + 3).join(' ')).toMatch(/\w{3,} \w+/);
    expect(await terminal.exitCode()).toBeUndefined();
  }
});

describe('before the first answer', () => {
  test.each([small, large])('the screen is there at once at $columns x $rows', async (size) => {
    const late: Manner = (socket) => void setTimeout(() => socket.end(capture('plain.t1.json')), 2000);
    const server = await startServer(late);
    await withUwtop([server.address], size, async (terminal) => {
      const first = await terminal.waitFor(/connecting/);
      expect(first).toContain(server.address);
      expect(first).toMatch(/uwtop/);
      expect(first).toMatch(/Quit/);
      await terminal.waitFor(hasRows);
    });
  });
});

describe('a server that dies', () => {
  test('leaves its rows, dimmed and with their age, and comes back', async () => {
    const server = await startServer(stats);
    await withUwtop([server.address, '-i', '0.5'], small, async (terminal) => {
      const before = readTable(await terminal.waitFor(hasRates));
      const painted = await coloursOfRow(terminal);
      await server.stop();
      const stale = await terminal.waitFor(/^ STALE .*refused.*\d+s old/m);
      expect(readTable(stale).rows.map((row) => row.cell('#'))).toEqual(
        before.rows.map((row) => row.cell('#')),
      );
      expect(await coloursOfRow(terminal)).not.toBe(painted);
      const down = await terminal.waitFor(/^ DOWN .*refused.*1\ds old/m, 20_000);
      expect(readTable(down).rows).toHaveLength(before.rows.length);
      expect(down).toMatch(/\b[1-9]\d* polls missed/);
      await startServer(stats, { port: server.port });
      await terminal.waitFor((screen) => hasRates(screen) && !/DOWN|STALE|missed/.test(screen));
      expect(await coloursOfRow(terminal)).toBe(painted);
      await terminal.send('e');
      await terminal.waitFor(/answers again[^]*lost/);
    });
  });

  test('is told apart in the fleet', async () => {
    const [good, bad] = [await startServer(stats), await startServer(stats)];
    await withUwtop([`good=${good.address}`, `bad=${bad.address}`, '-i', '0.5'], small, async (terminal) => {
      await terminal.waitFor((screen) => /^up +good\b/m.test(screen) && /^up +bad\b/m.test(screen));
      await bad.stop();
      await terminal.waitFor((screen) => /^up +good\b/m.test(screen) && /^stale +bad\b/m.test(screen));
    });
  });

  /** How the second worker is painted, whatever its numbers are: the first one has the cursor. */
  async function coloursOfRow(terminal: Terminal): Promise<string> {
    const { at } = readTable(await terminal.screen());
    const row = (await terminal.colours()).split('\n')[at + 2] ?? '';
    return (row.match(/\x1b\[[\d;:]*m/g) ?? []).join(' ');
  }

  const hasRates = (screen: string): boolean =>
    hasRows(screen) && readTable(screen).rows[1]?.cell('REQ/S') === '0';
});
