/** What nobody is to see over an operator's shoulder: it stands in requests, titles and command lines, and nowhere else. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HeldRequest, holdRequest } from '../support/load';
import { runProgram } from '../support/program';
import { describeWithUwsgi } from '../support/requirements';
import { serversOfThisFile } from '../support/servers';
import { captures } from '../support/stats-server';
import { readStatsText } from '../support/stats';
import type { Terminal } from '../support/terminal';
import type { RunningUwsgi } from '../support/uwsgi';
import { large, quoted, small, uwtop, withTerminal, withUwtop } from '../support/uwtop';

jest.setTimeout(120_000);

/** Every secret of these tests has it in it. */
const secret = 'hunter2';
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx${secret}.c2ln`;
const headers = [
  `Cookie: theme=dark; sessionid=c-${secret}`,
  `Authorization: Bearer a-${secret}`,
  `X-Api-Key: k-${secret}`,
  `Referer: https://shop/x?reset_token=r-${secret}`,
  '',
].join('\r\n');
const question = /will stand on this screen\.\s+Show them\? \[y\/N\]/;

describeWithUwsgi('the secrets of a real uWSGI', () => {
  const startUwsgi = serversOfThisFile();
  let uwsgi: RunningUwsgi;
  const held: HeldRequest[] = [];

  beforeAll(async () => {
    uwsgi = await startUwsgi({
      options: {
        processes: 4,
        'attach-daemon': `sh -c "sleep 999; run --password d-${secret}"`,
        cron: `59 23 31 12 -1 PGPASSWORD=p-${secret} true`,
      },
      configuration: 'ini',
      name: 'secrets',
    });
    const title = encodeURIComponent(`d --token t-${secret}`);
    await holdRequest({ port: uwsgi.httpPort, path: `/name?n=${title}`, headers: '' }).done;
    hold(`/cart/${jwt}?wait=600&access_token=q-${secret}&page=2`);
  });
  const hold = (path: string) => held.push(holdRequest({ port: uwsgi.httpPort, path, headers }));
  afterAll(() => {
    held.forEach((request) => request.abort());
  });

  test('are in what it prints', async () => {
    await sleep(500);
    const printed = await readStatsText(uwsgi.statsAddress);
    for (const kind of ['c', 'a', 'k', 'r', 'q', 'd', 'p']) expect(printed).toContain(`${kind}-${secret}`);
  });

  test('are on no screen, and in nothing that an alert tells', async () => {
    const told = join(uwsgi.directory, 'told.jsonl');
    const words = [uwsgi.statsAddress, '-i', '0.3', '--on-alert', `cat >> '${told}'`];
    await withUwtop(words, large, async (terminal) => {
      await terminal.waitFor(/GET \/cart\/\*\*\*\?wait=600&access_token=\*\*\*&page=2/);
      await terminal.waitFor(/ d --token \*\*\*/, 20_000);
      hold(`/die?wait=1&access_token=v-${secret}`);
      expect(await walk(terminal, 8)).toMatch(/GET \/die\?wait=1&access_token=\*\*\*/);
      expect(await terminal.screen()).not.toContain('SECRETS');
    });
    await until(() => existsSync(told) && readFileSync(told, 'utf8').includes('\n'));
    expect(readFileSync(told, 'utf8')).toContain('access_token=***');
    expect(readFileSync(told, 'utf8')).not.toContain(secret);
  });

  test.each(['once', 'once --json', 'once --ndjson -n 2', 'targets', 'targets --json'])(
    'are not in what uwtop %s prints',
    async (line) => {
      const words = [...line.split(' '), ...(line.startsWith('once') ? ['-i', '0.3'] : [])];
      const { exitCode, stdout, stderr } = await runProgram([...words, uwsgi.statsAddress]);
      expect(exitCode).toBe(0);
      expect(stdout.toString() + stderr).not.toContain(secret);
      if (line.startsWith('once')) expect(stdout.toString()).toContain('/cart/***');
    },
  );

  test('are on the screens of who asks for them and says y, and in no alert all the same', async () => {
    const told = join(uwsgi.directory, 'told-in-clear.jsonl');
    const words = [uwsgi.statsAddress, '-i', '0.3', '--show-secrets', '--on-alert', `cat >> '${told}'`];
    await withUwtop(words, large, async (terminal) => {
      expect(await terminal.waitFor(question)).not.toMatch(/\bSTATE\b/);
      await terminal.send('y', 'Enter');
      const title = await terminal.waitFor(/^ uwtop +SECRETS SHOWN /);
      expect(title).not.toMatch(question);
      await terminal.waitFor((screen) => screen.includes(`GET /cart/${jwt}`));
      await terminal.type('/cart');
      await terminal.send('Enter', 'Enter');
      await terminal.waitFor(
        (screen) =>
          /SECRETS SHOWN +worker \d/.test(screen) && screen.includes(`access_token=q-${secret}&page=2`),
      );
      hold(`/die?wait=1&access_token=v-${secret}`);
      await until(() => existsSync(told) && readFileSync(told, 'utf8').includes('access_token=***'));
      await terminal.send('e');
      expect(await terminal.waitFor(/GET \/die\?wait=1&access_token=\*\*\*/)).toMatch(/SECRETS SHOWN/);
      await terminal.send('q');
      expect(await terminal.waitForExit()).toBe(0);
    });
    expect(readFileSync(told, 'utf8')).not.toContain(secret);
  });

  test.each([
    ['n', ['n', 'Enter']],
    ['nothing', ['Enter']],
    ['something else', ['y', 'a', 'Enter']],
    ['that there is nothing more to say', ['C-d']],
  ])('are on no screen of who asks for them and says %s', async (_, keys) => {
    await withUwtop([uwsgi.statsAddress, '-i', '0.3', '--show-secrets'], large, async (terminal) => {
      await terminal.waitFor(question);
      await terminal.send(...keys);
      await terminal.waitFor(/GET \/cart\/\*\*\*/);
      expect(await walk(terminal, 1)).not.toContain('SECRETS SHOWN');
    });
  });

  test('are in the JSON of who asks for them and says yes, with the question on the terminal', async () => {
    const file = join(uwsgi.directory, 'report.json');
    const words = uwtop('once', '--json', '-i', '0.3', '--show-secrets', uwsgi.statsAddress);
    await withTerminal(
      { ...small, command: ['sh', '-c', `${quoted(words)} > '${file}'`] },
      async (terminal) => {
        await terminal.waitFor(/will stand in what is printed\.\s+Show them\? \[y\/N\]/);
        await terminal.send('Y', 'e', 's', 'Enter');
        expect(await terminal.waitForExit()).toBe(0);
      },
    );
    expect(readFileSync(file, 'utf8')).toContain(`"/cart/${jwt}?wait=600&access_token=q-${secret}&page=2"`);
  });

  /** Through all screens, in and out, for so many seconds; returns what was seen. */
  async function walk(terminal: Terminal, seconds: number): Promise<string> {
    const keys = [
      '2',
      '3',
      'Down',
      'PageDown',
      'Escape',
      '2',
      'Enter',
      'Escape',
      'a',
      'a',
      'a',
      'e',
      'Enter',
    ];
    const end = performance.now() + seconds * 1000;
    let seen = '';
    do {
      for (const key of [...keys, '1', '4', '5', '6', '7', '?', 'End', 'Escape', 'Tab', 'Tab']) {
        await terminal.send(key);
        await sleep(60);
        const screen = await terminal.screen();
        expect(screen).not.toContain(secret);
        seen += `${screen}\n`;
      }
    } while (performance.now() < end);
    return seen;
  }
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 15_000; performance.now() < end;) {
    if (holds()) return;
    await sleep(50);
  }
  throw new Error('it did not come to that');
}

describe('--show-secrets without a terminal to ask on', () => {
  const saved = `file:${join(captures, 'plain.t1.json')}`;

  test.each(['once', 'once --json', 'once --ndjson', ''])('is a usage error: %s', async (line) => {
    await expectRefusal([...line.split(' ').filter(Boolean), saved]);
  });

  test('is one of the demo', () => expectRefusal(['demo', 'shop']));

  async function expectRefusal(words: readonly string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await runProgram([...words, '--show-secrets']);
    expect([exitCode, stdout.toString()]).toEqual([2, '']);
    expect(stderr).toBe(
      'uwtop: --show-secrets asks a question first, and there is no terminal to ask it on\n',
    );
  }

  test('is one, too, where only stdin is none', async () => {
    const command = ['sh', '-c', `echo y | ${quoted(uwtop('--show-secrets', saved))}`];
    await withTerminal({ ...small, command }, async (terminal) => {
      expect(await terminal.waitForExit()).toBe(2);
      expect(await terminal.screen()).toMatch(/no terminal to ask it\s+on/);
    });
  });
});
