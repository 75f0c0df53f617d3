/** Mouse, clipboard, the choice of columns, and walking from worker to worker, in a real terminal. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expectCursorOn } from '../support/cursor';
import { readTable } from '../support/screen';
import type { Terminal } from '../support/terminal';
import { large, small, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);

const demo = ['demo', 'shop', '--seed', '8'];
// The Worker screen has a STATE too.
const hasRows = (screen: string): boolean =>
  /\bSTATE\b.*\bBUSY\b/.test(screen) && readTable(screen).rows.length >= 8;

/** As xterm reports a click of the left button, counted from 1. */
const click = (line: number): string => `\x1b[<0;20;${line}M\x1b[<0;20;${line}m`;
const wheelDown = '\x1b[<65;20;15M';

test('the mouse is left to the terminal until m asks for it, and given back', async () => {
  await withUwtop(demo, small, async (terminal) => {
    const screen = await terminal.waitFor(hasRows);
    expect((await terminal.paneState()).mouse).toBe(false);
    await terminal.send('m');
    await waitForMouse(terminal, true);
    expect((await terminal.paneState()).mouseSgr).toBe(true);

    const lines = screen.split('\n');
    const third = lines.findIndex((line) => /^ +3 +\d/.test(line)) + 1;
    await terminal.type(click(third));
    await expectCursorOn(terminal, '3');
    await terminal.type(wheelDown);
    await expectCursorOn(terminal, '6');
    await terminal.type(click(third));
    await expectCursorOn(terminal, '3');
    await terminal.type(click(third));
    await terminal.waitFor(/worker 3 /);

    await terminal.send('m');
    await waitForMouse(terminal, false);
    await terminal.send('m');
    await waitForMouse(terminal, true);
    await terminal.send('q');
    expect(await terminal.waitForExit()).toBe(0);
    expect(await terminal.paneState()).toMatchObject({ mouse: false, alternate: false });
  });
});

async function waitForMouse(terminal: Terminal, wanted: boolean): Promise<void> {
  const deadline = performance.now() + 5000;
  while (performance.now() < deadline) {
    if ((await terminal.paneState()).mouse === wanted) return;
    await sleep(30);
  }
  throw new Error(`the mouse is not ${wanted ? 'on' : 'off'}`);
}

test('y hands the row to the clipboard of the terminal', async () => {
  await withUwtop(demo, small, async (terminal) => {
    await terminal.waitFor(hasRows);
    await terminal.send('j', 'y');
    await terminal.waitFor(/copied/);
    expect(await terminal.clipboard()).toMatch(/^shop: # 2, PID \d+, STATE \w+, /);
  });
});

test('columns are shown and hidden by the chooser, and d goes back to as many as fit', async () => {
  await withUwtop(demo, small, async (terminal) => {
    const before = readTable(await terminal.waitFor(hasRows)).titles;
    expect(before).toContain('PID');
    await terminal.send('o', 'j');
    await terminal.waitFor(/\[x\] PID/);
    await terminal.send('Space', 'Escape');
    const without = await terminal.waitFor((screen) => hasRows(screen) && !/\bPID\b/.test(screen));
    expect(readTable(without).titles).not.toContain('PID');
    await terminal.send('o', 'd', 'Escape');
    await terminal.waitFor((screen) => hasRows(screen) && /\bPID\b/.test(screen));
  });
});

test('left and right walk among the workers of the table', async () => {
  await withUwtop(demo, large, async (terminal) => {
    await terminal.waitFor(hasRows);
    await terminal.send('Enter');
    await terminal.waitFor(/ worker 1 /);
    await terminal.send('Right');
    await terminal.waitFor(/ worker 2 /);
    await terminal.send('v');
    await terminal.waitFor(/v hides the variables|no request in flight/);
    await terminal.send('Left', 'Left');
    await terminal.waitFor(/ worker 16 /);
    await terminal.send('Escape');
    await terminal.waitFor(hasRows);
    await expectCursorOn(terminal, '16');
  });
});

test('z makes the charts reach back further', async () => {
  await withUwtop(demo, large, async (terminal) => {
    await terminal.waitFor((screen) => hasRows(screen) && / -1m /.test(screen));
    for (const span of ['-5m', '-15m', '-1h', '-1m']) {
      await terminal.send('z');
      await terminal.waitFor((screen) => screen.includes(` ${span} `));
    }
    await terminal.send('Z');
    await terminal.waitFor((screen) => screen.includes(' -1h '));
  });
});

test('the System screen has the sections of the instance, and filters its metrics', async () => {
  await withUwtop([...demo, '--screen', 'system'], large, async (terminal) => {
    await terminal.waitFor(/SOCKET[\s\S]*CACHE[\s\S]*SPOOLER[\s\S]*CRON[\s\S]*DAEMON/);
    await terminal.send('/');
    await terminal.type('busy_workers');
    await terminal.send('Enter');
    const filtered = await terminal.waitFor((screen) => !/SOCKET/.test(screen));
    expect(filtered).toMatch(/core\.busy_workers +gauge +\d+/);
    await terminal.send('Escape');
    await terminal.waitFor(/SOCKET/);
  });
});
