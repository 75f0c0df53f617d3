/** Forty instances in four groups of a targets file: found, sorted, filtered, folded, compared, lost and back. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForCursor } from '../support/cursor';
import { fleetLines, namesOn } from '../support/fleet-screen';
import { serveFleet, type ServedFleet } from '../support/served-fleet';
import { openShell } from '../support/shell';
import { sortBy } from '../support/sort-menu';
import type { Terminal } from '../support/terminal';
import { large, quoted, type Size, small, uwtop, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);

const groups = ['web', 'api', 'jobs', 'mail'];
const perGroup = Array.from({ length: 10 }, (_, index) => index + 1);
const nameOf = (group: string, number: number) => `${group}-${String(number).padStart(2, '0')}`;
/** Four of each group are nearly idle, four in between, and two are busy, in no step near the next one. */
const busynessOf = (number: number) => (number <= 4 ? 0.05 : number <= 8 ? 0.3 : 0.55) + number / 200;
/** The two busy ones, those in between, the idle ones: among equals as the file has them. */
const worstFirst = (group: string) => [9, 10, 5, 6, 7, 8, 1, 2, 3, 4].map((number) => nameOf(group, number));

const folder = mkdtempSync(join(tmpdir(), 'uwtop-forty-'));
const path = join(folder, 'targets.yaml');
let fleet: ServedFleet;

beforeAll(async () => {
  fleet = await serveFleet([
    ...groups.flatMap((group) =>
      perGroup.map((number) => ({ name: nameOf(group, number), busyness: busynessOf(number) })),
    ),
    { name: 'full', busyness: 0.1, queue: 95 },
    { name: 'spare', busyness: 0.1 },
  ]);
});
beforeEach(() => writeTargets());
afterAll(async () => {
  await fleet.stop();
  rmSync(folder, { recursive: true, force: true });
});

function writeTargets(change: (lines: readonly string[]) => readonly string[] = (lines) => lines): void {
  const lines = groups.flatMap((group) => [
    `  ${group}:`,
    ...perGroup.map((number) => entry(nameOf(group, number))),
  ]);
  writeFileSync(path, `${['groups:', ...change(lines)].join('\n')}\n`);
}
const entry = (name: string) => `    - ${name}=${fleet.addresses[name] ?? ''}`;

const withForty = (size: Size, use: (terminal: Terminal) => Promise<void>, ...words: readonly string[]) =>
  withUwtop(['--targets', path, '-i', '0.5', ...words], size, async (terminal) => {
    await terminal.waitFor(/^ 40 up {2}0 stale {2}0 down/m);
    await use(terminal);
  });

const waitForNames = (terminal: Terminal, wanted: readonly string[]): Promise<string> =>
  terminal.waitFor((screen) => namesOn(screen).slice(0, wanted.length).join() === wanted.join());
const titleOf = (screen: string): string => screen.split('\n')[0] ?? '';

describe.each([small, large])('forty instances at $columns x $rows', (size) => {
  test('begin with the worst, in their groups with sums', async () => {
    await withForty(size, async (terminal) => {
      const screen = await waitForNames(terminal, ['web', ...worstFirst('web')]);
      expect(titleOf(screen)).toMatch(/40 instances {2}4 groups/);
      expect(screen).toMatch(/ worst first *$/m);
      expect(fleetLines(screen)[0]).toMatchObject({ state: '10/10 up', fold: 'open' });
      expect(fleetLines(screen)[0]?.line).toMatch(/ 0\/20 /);
    });
  });

  test('are sorted by a column within their groups, and the other way round', async () => {
    await withForty(size, async (terminal) => {
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
      await sortBy(terminal, 'BUSY');
      await terminal.waitFor(/^STATE.* BUSY▼/m);
      const descending = perGroup.toReversed().map((number) => nameOf('web', number));
      await terminal.waitFor((screen) => isInOrder(screen, 'web', descending));
      await terminal.send('r');
      await terminal.waitFor((screen) => isInOrder(screen, 'web', descending.toReversed()));
    });
  });

  test('are filtered by fields, and a field that nobody knows is named', async () => {
    await withForty(size, async (terminal) => {
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
      await typeFilter(terminal, 'state:down');
      expect(await terminal.waitFor(/no instance matches/)).toMatch(/\b0 of 40 instances/);
      await clearFilter(terminal);
      await typeFilter(terminal, 'group:web busyness>50');
      await waitForRows(terminal, ['web', 'web-09', 'web-10']);
      await terminal.send('Enter');
      await terminal.waitFor((screen) => /\b2 of 40 instances {2}1 group\b/.test(titleOf(screen)));
      await clearFilter(terminal);
      await typeFilter(terminal, 'grup:web');
      await terminal.waitFor(/grup.*did you mean group/);
      expect(namesOn(await terminal.screen()).slice(0, 11)).toEqual(['web', ...worstFirst('web')]);
    });
  });

  test('are folded, one group and all of them', async () => {
    await withForty(size, async (terminal) => {
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
      await terminal.send('j', 'j', 'Left');
      const folded = await terminal.waitFor((screen) => fleetLines(screen)[0]?.fold === 'folded');
      expect(fleetLines(folded)[1]?.fold).toBe('open');
      await waitForCursor(terminal, /▸ web/);
      await terminal.send('F');
      const all = await terminal.waitFor((screen) => fleetLines(screen).length === groups.length);
      expect(namesOn(all).toSorted()).toEqual(groups.toSorted());
      await terminal.send('Enter');
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
      await terminal.send('F', 'F');
      await terminal.waitFor((screen) => fleetLines(screen).filter(({ fold }) => fold === 'open').length > 1);
    });
  });

  test('are compared by a column, and shown as before', async () => {
    await withForty(size, async (terminal) => {
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
      await terminal.send('c');
      const screen = await terminal.waitFor(/^ BUSY {2}min \d.* median .* max 6\d%.* of 40 instances/m);
      const bars = fleetLines(screen).map(({ line }) => /▆*$/.exec(line.trimEnd())?.[0].length ?? 0);
      const [group = 0, busiest = 0] = bars;
      // A group has none: beside its sum an instance would be next to nothing.
      expect(group).toBe(0);
      expect(busiest).toBeGreaterThan(10);
      expect(bars.at(10)).toBeLessThan(busiest / 5);
      await terminal.send('>');
      await terminal.waitFor(/^ REQ\/S {2}min /m);
      await terminal.send('c');
      await terminal.waitFor(/^ 40 up/m);
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
    });
  });

  test('are gone into, and Esc comes back to the same row', async () => {
    await withForty(size, async (terminal) => {
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
      await terminal.send('j', 'j', 'j');
      await waitForCursor(terminal, /web-05/);
      await terminal.send('Enter');
      const inside = await terminal.waitFor((screen) => /^ uwtop {2}web-05 /.test(titleOf(screen)));
      expect(inside).toMatch(/busyness/);
      await terminal.send('Escape');
      await terminal.waitFor((screen) => /40 instances/.test(titleOf(screen)));
      await waitForCursor(terminal, /web-05/);
    });
  });

  test('that die come first, stale, and are back with the others when they are revived', async () => {
    const killed = ['api-02', 'api-05', 'jobs-04'];
    await withForty(size, async (terminal) => {
      await waitForNames(terminal, ['web', ...worstFirst('web')]);
      await fleet.kill(...killed);
      try {
        const others = worstFirst('api').filter((name) => !killed.includes(name));
        await terminal.waitFor(/^ 37 up {2}3 stale {2}0 down/m);
        const screen = await waitForNames(terminal, ['api', 'api-02', 'api-05', ...others]);
        expect(fleetLines(screen)[0]?.line).toMatch(/^8\/10 up .*api \(2 stale\)/);
        expect(fleetLines(screen)[1]).toMatchObject({ state: 'stale' });
        expect(screen).toMatch(/^ api-02: connection refused.*numbers are \d+s old/m);
        expect(namesOn(screen).slice(11, 13)).toEqual(['jobs', 'jobs-04']);
      } finally {
        await fleet.revive(...killed);
      }
      await terminal.waitFor(/^ 40 up {2}0 stale {2}0 down/m);
      await terminal.send('e');
      const events = await terminal.waitFor(/api-02 +answers again[^]*api-02 +lost: connection refused/);
      expect(events).toMatch(/api-02 +master restarted: pid \d+ is now \d+/);
    });
  });
});

test('they come and go with the lines of the file, and what is wrong with it is told', async () => {
  await withForty(small, async (terminal) => {
    await waitForNames(terminal, ['web', ...worstFirst('web')]);
    await terminal.send('F');
    writeTargets((lines) => ['  new:', entry('full'), ...lines.filter((line) => !/mail-\d/.test(line))]);
    // The socket's queue is nearly full: it is the worst of all.
    await waitForRows(terminal, ['new', 'full', 'web', 'api', 'jobs']);
    await terminal.waitFor(/^ 31 up/m);
    await terminal.waitFor(/^up +full .*CRIT 1/m);
    writeTargets((lines) => [...lines, '    - spare=:nowhere', entry('spare')]);
    const noticed = await terminal.waitFor(/^ notice: .*targets\.yaml line 46: /m);
    expect(namesOn(noticed)).not.toContain('full');
    await terminal.waitFor(/^ 41 up/m);
    writeFileSync(path, 'groups: [unclosed');
    const broken = await terminal.waitFor(/notice.*targets\.yaml line [12]: /);
    expect(broken).toMatch(/^ 41 up/m);
    writeTargets();
    await terminal.waitFor((screen) => / 40 up/.test(screen) && !/notice/.test(screen));
  });
});

test('one that stays away is down, and calls', async () => {
  await withForty(small, async (terminal) => {
    await fleet.kill('mail-03');
    try {
      await terminal.waitFor(/^ 39 up {2}0 stale {2}1 down/m, 20_000);
      await typeFilter(terminal, 'state:down');
      await waitForRows(terminal, ['mail', 'mail-03']);
      await terminal.waitFor(/^down +mail-03 .*CRIT 1$/m);
      await terminal.waitFor(/^ CRITICAL mail-03 +no answer for 1\ds: connection refused/m);
    } finally {
      await fleet.revive('mail-03');
    }
    await terminal.waitFor(/no instance matches/);
    expect(await terminal.screen()).not.toMatch(/CRITICAL/);
  });
});

test('the order that is no column is named as well', async () => {
  await withForty(
    small,
    async (terminal) => {
      await waitForNames(terminal, ['web', ...perGroup.map((number) => nameOf('web', number))]);
      expect(await terminal.screen()).toMatch(/^ 40 up .* as named *$/m);
    },
    '--sort',
    'named',
  );
});

test('a single target of a fleet can be begun with as a fleet', async () => {
  const { spare = '' } = fleet.addresses;
  await withUwtop(['--screen', 'fleet', `only=${spare}`], small, async (terminal) => {
    const screen = await terminal.waitFor((text) => namesOn(text).join() === 'only');
    expect(titleOf(screen)).toMatch(/\b1 instance\b/);
  });
});

test('the shell finds its terminal as it was', async () => {
  const shell = await openShell(small);
  try {
    const settings = await shell.stty();
    await shell.run(quoted(uwtop('--targets', path)));
    await shell.waitFor(/^ 40 up/m);
    await shell.send('q');
    expect(await shell.waitForPrompt()).not.toMatch(/web-|INSTANCE/);
    await shell.run('echo "code $?"');
    await shell.waitFor(/^code 0$/m);
    expect(await shell.stty()).toBe(settings);
    expect(await shell.paneState()).toMatchObject({ alternate: false, cursorVisible: true, mouse: false });
  } finally {
    await shell.close();
  }
});

/** The rows in sight, and no others. */
const waitForRows = (terminal: Terminal, wanted: readonly string[]): Promise<string> =>
  terminal.waitFor((screen) => namesOn(screen).join() === wanted.join());

/** Whether the instances of a group, where all of them are in sight, stand in this order. */
function isInOrder(screen: string, group: string, wanted: readonly string[]): boolean {
  const names = namesOn(screen).filter((name) => name.startsWith(`${group}-`));
  return names.length === wanted.length && names.join() === wanted.join();
}

async function typeFilter(terminal: Terminal, filter: string): Promise<void> {
  await terminal.send('/');
  await terminal.waitFor(/Enter keeps/);
  await terminal.type(filter);
  await terminal.waitFor((screen) => screen.includes(`/${filter}`));
}

async function clearFilter(terminal: Terminal): Promise<void> {
  await terminal.send('Escape');
  await terminal.waitFor((screen) => /\b40 instances {2}4 groups\b/.test(titleOf(screen)));
}
