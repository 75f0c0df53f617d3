/** Whoever may send a request to the watched site chooses much of what is shown: nothing of it may reach the terminal. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readTable } from '../support/screen';
import { answering, capture, captures, serversOfEachTest } from '../support/stats-server';
import type { Terminal } from '../support/terminal';
import { large, type Size, small, uwtop, withTerminal } from '../support/uwtop';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

/** Sequences that the program has no use for itself: found in what it writes, they have come through. */
const sequences = [
  '\x1b]0;owned\x07',
  '\x1b[6n',
  '\x1b[5;35m',
  '\x1b[?1003h',
  '\x1bP+q544e\x1b\\',
  '\x1b_Gi=1;\x1b\\',
];
const attacks = [
  ...sequences,
  '\u009b5;35m\u009d0;owned\u009c',
  '{red-fg}{bold}{blink}tag{/}{escape}',
  '\u202egnp.exe\u2066\u200b\u200f',
  '漢字カナ한글',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  `a${'\u0301'.repeat(50)}z`,
  '\r\n\t\b\b\b\x7f\x00\x0e\x0f',
  'A'.repeat(60_000),
  '\ud800\udfff\ufffe\u2028',
];

interface Capture {
  version: string;
  cwd: string;
  workers: { id: number; status: string; cores: object[]; apps: object[] }[];
}

/** A capture in which every text that others choose is an attack; control characters as uWSGI prints them: raw. */
function attackingDocument(): Buffer {
  const document = JSON.parse(capture('plain.t1.json').toString()) as Capture;
  const [worker] = document.workers;
  document.version = `2.0.21${attacks[0]}`;
  document.cwd = `/srv/${sequences.join('')}`;
  document.workers = attacks.map((attack, index) => {
    const vars = [
      `REQUEST_METHOD=GET${sequences.includes(attack) ? attack : ''}`,
      `REQUEST_URI=/${attack}`,
      `HTTP_HOST=${attack.slice(0, 200)}`,
      `HTTP_USER_AGENT=${attack}`,
      '',
    ];
    const core = { ...worker?.cores[0], in_request: 1, vars };
    return {
      ...worker,
      id: index + 1,
      status: 'busy',
      cores: [core],
      apps: [{ mountpoint: attack, chdir: attack }],
    };
  });
  const raw = (_: string, code: string): string => String.fromCharCode(Number.parseInt(code, 16));
  return Buffer.from(JSON.stringify(document).replace(/\\u00([01][\da-f])/g, raw));
}

/** Runs the program and gives its user what it has written, byte for byte, since its start. */
async function withRecording(
  targets: readonly string[],
  size: Size,
  use: (terminal: Terminal) => Promise<void>,
): Promise<string> {
  const command = ['sh', '-c', 'echo ready; read -r go; exec "$@"', 'sh', ...uwtop(...targets)];
  return withTerminal({ ...size, command }, async (terminal) => {
    await terminal.waitFor(/ready/);
    const { title } = await terminal.paneState();
    const path = join(terminal.home, 'written');
    await tellTmux(terminal, 'pipe-pane', '-O', '-t', 'main', `cat > '${path}'`);
    await terminal.send('Enter');
    await use(terminal);
    expect((await terminal.paneState()).title).toBe(title);
    await terminal.send('q');
    expect(await terminal.waitForExit()).toBe(0);
    return readFileSync(path, 'utf8');
  });
}

/** The one server whose socket lies in the terminal's own directory. */
async function tellTmux(terminal: Terminal, ...words: readonly string[]): Promise<void> {
  const [folder = ''] = readdirSync(terminal.home).filter((name) => name.startsWith('tmux-'));
  const [socket = ''] = readdirSync(join(terminal.home, folder));
  await promisify(execFile)('tmux', ['-S', join(terminal.home, folder, socket), ...words]);
}

/** Only what moves the cursor, paints and switches screens, and text that takes one cell each. */
function expectHarmless(written: string): void {
  expect(written.length).toBeGreaterThan(1000);
  for (const sequence of sequences) expect(written).not.toContain(sequence);
  const own = /\x1b\[[?>]?[\d;]*[A-Za-z]|\x1b[()][A-Z\d]|\x1b[=>78]/g;
  const modes = new Set([...written.matchAll(/\x1b\[\?[\d;]+[hl]/g)].map(([mode]) => mode));
  for (const mode of modes) expect(mode).toMatch(/^\x1b\[\?(1049|25|12|12;25|7|1)[hl]$/);
  const text = written.replace(own, '');
  expect(text.match(/[^\r\n\b\t -~\u00a1-\u024f\u2010-\u25ff\u2800-\u28ff]/gu) ?? []).toEqual([]);
}

test.each([small, large])('attacks in every text of an instance at $columns x $rows', async (size) => {
  const server = await startServer(answering(attackingDocument()));
  const written = await withRecording([server.address, '-i', '0.5'], size, async (terminal) => {
    const screen = await terminal.waitFor((text) => /GET \/A{3}/.test(text) && /\bSTATE\b/.test(text));
    const { rows } = readTable(screen);
    expect(rows.map((row) => row.cell('#'))).toEqual(attacks.map((_, index) => String(index + 1)));
    for (const row of rows) {
      expect(row.cell('STATE')).toBe('busy');
      expect(row.cell('PID')).toBe('14477');
      expect(row.line.length).toBeLessThanOrEqual(size.columns);
    }
    // Markup is text like any other.
    if (size === large) expect(screen).toContain('{red-fg}{bold}{blink}tag{/}{escape}');
    for (const worker of attacks.keys()) {
      await terminal.send('3');
      await terminal.waitFor((text) => text.includes(`worker ${worker + 1} `));
      await terminal.send('2', 'j');
      await terminal.waitFor((text) => /\bSTATE\b.*\bBUSY\b/.test(text));
    }
    await terminal.send('/');
    await terminal.type('red-fg');
    await terminal.waitFor((text) => /\bSTATE\b/.test(text) && readTable(text).rows.length === 1);
    await terminal.send('Enter', 'e');
    await terminal.waitFor(/events/);
  });
  expectHarmless(written);
});

test('what real servers have printed of attacks', async () => {
  const names = readdirSync(captures).filter((name) => /^(hostile|invalid)-.*\.json$/.test(name));
  const targets = await Promise.all(
    names.map(async (name) => `${name}=${(await startServer(answering(capture(name)))).address}`),
  );
  const written = await withRecording([...targets, '--sort', 'named'], large, async (terminal) => {
    const isUp = (screen: string): boolean =>
      readTable(screen).rows.every((row) => row.cell('STATE') === 'up');
    const fleet = (screen: string): boolean => /\bINSTANCE\b/.test(screen);
    const screen = await terminal.waitFor((text) => fleet(text) && isUp(text));
    expect(readTable(screen).rows.map((row) => row.cell('INSTANCE'))).toEqual(names);
    for (const name of names) {
      await terminal.send('Enter');
      const inside = await terminal.waitFor((text) => text.split('\n')[0]?.includes(name) === true);
      expect(inside).toMatch(/uWSGI 2\./);
      await terminal.send('Escape');
      await terminal.waitFor(fleet);
      await terminal.send('j');
    }
  });
  expectHarmless(written);
});
