/** What will happen, what happened and who is called, in front of a real uWSGI. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdRequest } from '../support/load';
import { describeWithUwsgi } from '../support/requirements';
import { serversOfThisFile } from '../support/servers';
import type { RunningUwsgi } from '../support/uwsgi';
import { large, small, withUwtop } from '../support/uwtop';

jest.setTimeout(90_000);

interface Notice {
  readonly change: string;
  readonly rule: string;
  readonly severity: string;
  readonly subject: string;
  readonly message: string;
}

describeWithUwsgi('a request that harakiri will end', () => {
  const startUwsgi = serversOfThisFile();
  let uwsgi: RunningUwsgi;

  beforeAll(async () => {
    // The limit stands in a file, and nobody tells uwtop of it.
    const options = { processes: 3, harakiri: 6 };
    uwsgi = await startUwsgi({ options, configuration: 'ini', name: 'foresight' });
  });

  const stick = (order: number) =>
    holdRequest({ port: uwsgi.httpPort, path: `/slow?s=60&order=${order}`, headers: '' });

  test('is seen coming, is told of by a command, and is an event with its victim when it has come', async () => {
    const told = join(uwsgi.directory, 'told.jsonl');
    const words = [uwsgi.statsAddress, '-i', '0.5', '--on-alert', `cat >> '${told}'`];
    await withUwtop(words, small, async (terminal) => {
      await terminal.waitFor(/ idle .*\n.* idle .*\n.* idle /);
      const stuck = stick(4711);
      await terminal.waitFor((screen) => /1 warning /.test(screen.split('\n')[0] ?? ''), 20_000);
      expect(await terminal.screen()).toMatch(
        /^ WARNING +worker \d: GET \/slow\?s=60&order=4711 has been running/m,
      );
      expect(await terminal.screen()).toMatch(/ busy +\d+% .* kill \ds .*GET \/slow/);
      await terminal.waitFor((screen) => /1 critical /.test(screen.split('\n')[0] ?? ''), 20_000);
      expect(await stuck.done).toBe('');
      await terminal.send('e');
      const events = await terminal.waitFor(/worker \d killed by harakiri in GET/, 20_000);
      expect(events.match(/killed by harakiri/g)?.length).toBeGreaterThanOrEqual(1);
      expect(events).not.toMatch(/has been running/);
    });
    const notices = readNotices(told);
    expect(notices.map(({ change, rule }) => `${change} ${rule}`).slice(0, 2)).toEqual([
      'raised request-age',
      'worsened request-age',
    ]);
    expect(notices[0]?.message).toContain('order=4711');
  });

  test('is acknowledged, and muted, by a key', async () => {
    await withUwtop(
      [uwsgi.statsAddress, '-i', '0.5', '--harakiri', '60', '--config', '/dev/null'],
      large,
      async (terminal) => {
        // Stated limits rank before those that were found: half of 60 s is never reached, so the kill itself is the alert.
        await terminal.waitFor(/ idle /);
        const stuck = stick(4712);
        const title = (screen: string) => screen.split('\n')[0] ?? '';
        await stuck.done;
        await terminal.waitFor((screen) => /1 warning/.test(title(screen)), 20_000);
        await terminal.send('e');
        await terminal.waitFor(/rule harakiri/);
        await terminal.send('x');
        await terminal.waitFor((screen) => / ack /.test(screen) && !/warning /.test(title(screen)));
        await terminal.send('x', 'X');
        await terminal.waitFor((screen) => / muted /.test(screen) && !/warning /.test(title(screen)));
        await terminal.send('X');
        await terminal.waitFor((screen) => /1 warning/.test(title(screen)));
      },
    );
  });
});

function readNotices(path: string): Notice[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Notice);
}

describeWithUwsgi('a command that cannot be told', () => {
  const startUwsgi = serversOfThisFile();

  test('is said on the screen, which lives on', async () => {
    const uwsgi = await startUwsgi({ options: { processes: 1, harakiri: 4 }, name: 'untold' });
    const words = [uwsgi.statsAddress, '-i', '0.5', '--on-alert', 'echo out of paper >&2; exit 3'];
    await withUwtop(words, large, async (terminal) => {
      await terminal.waitFor(/ idle /);
      const stuck = holdRequest({ port: uwsgi.httpPort, path: '/slow?s=60', headers: '' });
      await terminal.waitFor(/alert command .*exit code 3.*out of paper/, 20_000);
      await stuck.done;
      await terminal.send('q');
      expect(await terminal.waitForExit()).toBe(0);
    });
  });
});
