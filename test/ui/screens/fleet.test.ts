/** The Fleet screen: groups that are folded and unfolded, one column compared, notices. */
import { observe, withTargets } from '../../../src/model/fleet';
import { withNotices } from '../../../src/ui/notices';
import { worker, workerDocument } from '../../support/documents';
import {
  fleetOf,
  frameOf,
  label,
  lost,
  polled,
  press,
  screen,
  selectedLine,
  type Session,
  sit,
  type,
} from '../scenes';

const groups = { web1: 'web', jobs1: 'jobs', web2: 'web', stray: undefined, gone: 'web' };
const names = Object.keys(groups) as (keyof typeof groups)[];
const sized = (megabytes: number) =>
  workerDocument([worker({ rss: megabytes * 2 ** 20 }), worker({ pid: 101 })]);

function grouped(): Session {
  const known = fleetOf(
    names,
    polled('web1', sized(10), 0),
    polled('jobs1', sized(40), 0),
    polled('web2', sized(20), 0),
    polled('stray', sized(80), 0),
    lost('gone', 0),
  );
  const targets = names.map((name) => ({
    ...label(name),
    group: groups[name],
    labels: { env: name.slice(0, 3) },
  }));
  return sit(withTargets(known, targets), { size: { columns: 120, rows: 24 } });
}

const shown = (session: Session): string[] => {
  const { lines, page } = frameOf(session);
  return lines
    .slice(page.table?.line, (page.table?.line ?? 0) + page.rows)
    .map((line) => line.map((span) => span.text).join(''))
    .flatMap((line) => /^[\w/]+(?: up)? +([▾▸]? ?[a-z]+\d?(?: group)?)/.exec(line)?.[1] ?? []);
};
const cursorOn = (session: Session) =>
  /[▾▸]? ?\b(?:web|jobs|stray|gone|no group)\d?/.exec(selectedLine(session) ?? '')?.[0].trim();

test('groups open with their instances, what has none at the end', () => {
  expect(shown(grouped())).toEqual([
    '▾ web',
    'web1',
    'web2',
    'gone',
    '▾ jobs',
    'jobs1',
    '▾ no group',
    'stray',
  ]);
  expect(screen(grouped())[0]).toMatch(/5 instances {2}3 groups/);
});

test.each([
  ['left on a group', 'left', '▸ web', ['▸ web', '▾ jobs', 'jobs1', '▾ no group', 'stray']],
  [
    'left on an instance, and the cursor goes to its group',
    'down down left',
    '▸ web',
    ['▸ web', '▾ jobs', 'jobs1', '▾ no group', 'stray'],
  ],
  [
    'right opens it again',
    'down left right',
    '▾ web',
    ['▾ web', 'web1', 'web2', 'gone', '▾ jobs', 'jobs1', '▾ no group', 'stray'],
  ],
  ['Enter on a group', 'enter', '▸ web', ['▸ web', '▾ jobs', 'jobs1', '▾ no group', 'stray']],
  [
    'Enter on it again',
    'enter enter',
    '▾ web',
    ['▾ web', 'web1', 'web2', 'gone', '▾ jobs', 'jobs1', '▾ no group', 'stray'],
  ],
  ['F folds all', 'end F', '▸ no group', ['▸ web', '▸ jobs', '▸ no group']],
  [
    'F opens all again',
    'F down F',
    '▾ jobs',
    ['▾ web', 'web1', 'web2', 'gone', '▾ jobs', 'jobs1', '▾ no group', 'stray'],
  ],
  ['F folds the rest where some are folded', 'left F', '▸ web', ['▸ web', '▸ jobs', '▸ no group']],
  [
    'right on an instance does nothing',
    'down right',
    'web1',
    ['▾ web', 'web1', 'web2', 'gone', '▾ jobs', 'jobs1', '▾ no group', 'stray'],
  ],
])('%s', (_says, keys, cursor, rows) => {
  const after = press(grouped(), keys);
  expect(shown(after)).toEqual(rows);
  expect(cursorOn(after)).toBe(cursor);
  expect(after.ui.screen).toBe('fleet');
});

test.each([
  ['left', '▸ jobs'],
  ['F', '▸ jobs'],
  ['left F', '▸ jobs'],
])('%s on an instance leaves the cursor on the line of its group', (keys, cursor) => {
  expect(cursorOn(press(grouped(), `down down down down down ${keys}`))).toBe(cursor);
});

test('folding is nothing where nobody has made groups', () => {
  const plain = sit(fleetOf(['a', 'b']));
  for (const key of ['left', 'right', 'F']) expect(press(plain, key).ui.folded.size).toBe(0);
});

test('Enter goes in and Esc comes back to the same row: in another order, a filter, beside folded groups', () => {
  for (const keys of ['s end enter', 'down down down down left', '/ w e b enter', '']) {
    const before = press(press(grouped(), keys === '' ? 'up' : keys), 'home down down');
    const inside = press(before, 'enter');
    expect(inside.ui.screen).toBe('instance');
    const back = press(inside, 'escape');
    expect(cursorOn(back)).toBe(cursorOn(before));
    expect(back.ui.folded).toEqual(before.ui.folded);
  }
});

test('the digits lead from a group into its worst instance, whatever the order is', () => {
  expect(press(grouped(), '2').ui.instanceId).toBe('web1');
  expect(press(grouped(), 'down down enter escape up up 2').ui.instanceId).toBe('web1');
  expect(press(grouped(), 's down down down enter r 2').ui.instanceId).toBe(
    press(grouped(), '2').ui.instanceId,
  );
  expect(press(grouped(), 'left down 2').ui.instanceId).toBe('jobs1');
});

test('a filter leaves the groups of what it leaves, and its sums', () => {
  const filtered = type(press(grouped(), '/'), 'group:web state:up');
  expect(shown(filtered)).toEqual(['▾ web', 'web1', 'web2']);
  expect(screen(filtered)[0]).toMatch(/2 of 5 instances/);
  expect(screen(filtered).find((line) => line.includes('▾ web'))).toMatch(/^2\/2 up .* 0\/4 /);
  expect(shown(type(press(grouped(), '/'), 'env:job'))).toEqual(['▾ jobs', 'jobs1']);
});

test('y copies the line of a group', () => {
  expect(press(grouped(), 'y').ui.said).toMatch(/copied/);
});

describe('a comparison', () => {
  const compared = (keys = 'c') => press(grouped(), keys);

  test('begins with how busy they are, where they are ordered by no number, and ends in the order before', () => {
    expect(screen(compared())[1]).toMatch(
      /^ BUSY {2}min - {2}median - {2}mean - {2}max - {2}of 0 of 5 instances/,
    );
    expect(compared('c c').ui.tables.fleet.order).toEqual(grouped().ui.tables.fleet.order);
    expect(compared('c escape').ui).toEqual({ ...grouped().ui, comparedFrom: undefined });
  });

  test('tells the least, the median, the mean and the most of those that are up', () => {
    const byRss = compared(`c ${'> '.repeat(6)}`.trim());
    expect(byRss.ui.tables.fleet.order.column).toBe('rss');
    expect(screen(byRss)[1]).toMatch(
      /^ RSS {2}min 10M {2}median 30M {2}mean 38M {2}max 80M {2}of 4 of 5 instances/,
    );
  });

  test('leaves out what is old', () => {
    const stale = observe(grouped().fleet, lost('stray', 2000));
    const session = press({ ...grouped(), fleet: stale }, `c ${'> '.repeat(6)}`.trim());
    expect(screen(session)[1]).toMatch(
      /^ RSS {2}min 10M {2}median 20M {2}mean 23M {2}max 40M {2}of 3 of 5 instances/,
    );
  });

  test('has a bar each, as long as its share of the largest; unknown has a dash and none', () => {
    const lines = screen(compared(`c ${'> '.repeat(6)}`.trim()));
    const bar = (name: string) => lines.find((line) => line.includes(` ${name}`))?.match(/▆/g)?.length ?? 0;
    expect(bar('stray')).toBeGreaterThan(60);
    expect(bar('jobs1')).toBe(Math.round(bar('stray') / 2));
    expect(bar('web1')).toBe(Math.round(bar('stray') / 8));
    expect(lines.find((line) => line.includes('  gone'))).toMatch(/-\s*$/);
    expect(bar('▾ jobs')).toBe(Math.round(bar('▾ no group') / 2));
  });

  test('walks over columns of numbers alone, and leaves them for the choice of columns', () => {
    const walked = Array.from(
      { length: 12 },
      (_, times) => compared(`c${' >'.repeat(times)}`).ui.tables.fleet.order.column,
    );
    expect(walked).not.toContain('state');
    expect(new Set(walked).size).toBe(10);
    expect(compared('c o').ui).toMatchObject({ chooser: 0, comparedFrom: undefined });
  });
});

describe('notices', () => {
  const notices = [
    'line 7 of targets.yaml is no address',
    'master 4711 has no stats socket',
    'line 7 of targets.yaml is no address',
  ];
  const noticed = (session: Session, sentences = notices): Session => ({
    ...session,
    ui: withNotices(session.ui, sentences),
  });

  test('are told in a line, each once, and below the table as far as there is room', () => {
    const lines = screen(noticed(grouped()));
    expect(lines[2]).toMatch(/^ 2 notices \(e tells all\): line 7 of targets.yaml is no address/);
    expect(lines.filter((line) => line.startsWith(' NOTICE '))).toHaveLength(2);
    const low = screen(noticed({ ...grouped(), size: { columns: 80, rows: 15 } }));
    expect(low.filter((line) => line.startsWith(' NOTICE '))).toHaveLength(0);
    expect(screen(noticed(grouped(), notices.slice(0, 1)))[2]).toMatch(/^ notice: line 7/);
    expect(screen(noticed(grouped(), []))[2]).not.toMatch(/notice/);
  });

  test('can all be read among the events, are found by words, and lead nowhere', () => {
    const events = press(noticed(grouped()), 'e');
    expect(screen(events).slice(1, 3)).toEqual([
      expect.stringMatching(/notice .*line 7 of targets.yaml is no address/),
      expect.stringMatching(/notice .*master 4711/),
    ]);
    expect(press(events, 'enter x X').ui.screen).toBe('events');
    expect(screen(type(press(events, '/'), '4711'))[1]).toMatch(/master 4711/);
  });

  test('cannot do anything to the terminal', () => {
    expect(screen(noticed(grouped(), ['\u001b[2Jbad']))[2]).toMatch(/\?\[2Jbad/);
  });
});

test('a fleet without targets says so', () => {
  const lines = screen(sit(fleetOf([])));
  expect(lines.join('\n')).toMatch(/no instance yet/);
  expect(lines.join('\n')).not.toMatch(/filter;/);
});
