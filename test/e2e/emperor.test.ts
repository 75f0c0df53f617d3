/** The demo's emperor: its vassals in a table, and the way into the stats of each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fleetLines } from '../support/fleet-screen';
import { readInverse } from '../support/screen';
import type { Terminal } from '../support/terminal';
import { large, small, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);

const vassals = [
  'api.ini',
  'intranet.ini',
  'legacy.ini',
  'legacy.ini:zerg',
  'reports.ini',
  'search.ini',
  'shop.ini',
  'thumbnails.ini',
];
const titleOf = (screen: string): string => screen.split('\n')[0] ?? '';
const vassalsOn = (screen: string): string[] => screen.match(/^ *\S+\.ini(:zerg)?(?= )/gm) ?? [];
const waitForVassals = (terminal: Terminal): Promise<string> =>
  terminal.waitFor((screen) => /^ uwtop {2}emperor /.test(titleOf(screen)) && vassalsOn(screen).length > 7);

async function waitForCursorOn(terminal: Terminal, vassal: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  let lines: readonly string[] = [];
  while (performance.now() < deadline) {
    const inverse = readInverse(await terminal.colours()).filter((line) => line.inverse.some(Boolean));
    lines = inverse.map(({ text }) => text);
    if (lines.some((line) => line.trim().startsWith(`${vassal} `))) return;
    await sleep(30);
  }
  throw new Error(`the cursor is not on ${vassal}; inverse are:\n${lines.join('\n')}`);
}

describe.each([small, large])('an emperor at $columns x $rows', (size) => {
  test('lists its vassals, zergs below those that they reinforce, with state and crashes', async () => {
    await withUwtop(['demo', 'emperor', '--seed', '3'], size, async (terminal) => {
      const screen = await waitForVassals(terminal);
      expect(vassalsOn(screen).map((line) => line.trim())).toEqual(vassals);
      expect(screen).toMatch(/^ {2}legacy\.ini:zerg /m);
      expect(screen).toMatch(/^ 8 vassals .*\d accepting/m);
      expect(screen).toMatch(/^api\.ini +\d+ accepting /m);
      expect(screen).toMatch(/^thumbnails\.ini .*blacklisted .*\b[1-9]\d* +(\d+s|now)\/\d+s/m);
    });
  });

  test('Enter goes into the stats of a vassal, and Esc back to its row', async () => {
    await withUwtop(['demo', 'emperor', '--seed', '3'], size, async (terminal) => {
      await waitForVassals(terminal);
      await terminal.send('G', 'k');
      await waitForCursorOn(terminal, 'shop.ini');
      await terminal.send('Enter');
      const inside = await terminal.waitFor((screen) => /req\/s +\d/.test(screen));
      expect(titleOf(inside)).toMatch(/^ uwtop {2}shop /);
      expect(inside).toMatch(/^ vassal shop\.ini of the emperor /m);
      expect(inside).toMatch(/^ *1 +\d+ (busy|idle|cheap) /m);
      await terminal.send('Escape');
      await waitForVassals(terminal);
      await waitForCursorOn(terminal, 'shop.ini');
      // It is watched from now on, in the group of its emperor.
      await terminal.send('1');
      const fleet = await terminal.waitFor((screen) => fleetLines(screen).length >= 3);
      const [group, ...members] = fleetLines(fleet).map(({ name }) => name);
      expect([group, members.sort()]).toEqual(['emperor', ['emperor', 'shop']]);
    });
  });

  test('says why there is nothing to go into, and stays', async () => {
    await withUwtop(['demo', 'emperor', '--seed', '3'], size, async (terminal) => {
      await waitForVassals(terminal);
      await terminal.send('j');
      await waitForCursorOn(terminal, 'intranet.ini');
      await terminal.send('Enter');
      await terminal.waitFor(/no way into intranet\.ini: no stats option in intranet\.ini/);
      expect(titleOf(await terminal.screen())).toMatch(/^ uwtop {2}emperor /);
    });
  });

  test('its vassals are filtered and sorted', async () => {
    await withUwtop(['demo', 'emperor', '--seed', '3'], size, async (terminal) => {
      await waitForVassals(terminal);
      await terminal.send('/');
      await terminal.type('state:blacklisted');
      await terminal.waitFor((screen) => vassalsOn(screen).join() === 'thumbnails.ini');
      await terminal.send('Enter', 'Escape');
      await waitForVassals(terminal);
      await terminal.send('r');
      await terminal.waitFor((screen) => vassalsOn(screen)[0] === 'thumbnails.ini');
    });
  });
});
