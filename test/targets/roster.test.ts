import { rosterOf, type Sources, type World } from '../../src/targets/roster';
import { parseSpec } from '../../src/targets/spec';
import { parseTargetsFile } from '../../src/targets/targets-file';

interface Given {
  readonly typed?: readonly string[];
  readonly file?: string;
  readonly groups?: readonly string[];
  readonly groupBy?: string;
  readonly sockets?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly abstract?: readonly string[];
}

function roster({ typed = [], file, groups = [], groupBy, sockets = {}, abstract = [] }: Given) {
  const specs = typed.map((text) => {
    const parsed = parseSpec(text);
    if (!parsed.ok) throw new Error(parsed.failure.message);
    return parsed.value;
  });
  const sources: Sources = {
    specs,
    files: file === undefined ? [] : ['/t.yaml'],
    discovers: false,
    groups,
    groupBy,
  };
  const world: World = {
    socketsOf: (pattern) => (pattern in sockets ? sockets[pattern] : []),
    missingFolder: (pattern) => (pattern.startsWith('/gone/') ? '/gone' : undefined),
    abstractNames: () => abstract,
    absolute: (path) => path.replace(/^\.\//, '/here/'),
    fileOf: (path) => parseTargetsFile(file ?? '', path),
    discovered: { targets: [], remarks: [] },
  };
  return rosterOf(sources, world);
}

const shown = (given: Given) =>
  roster(given).targets.map(
    ({ name, id, group }) => `${group === undefined ? '' : `${group}/`}${name} ${id}`,
  );

test('keep the order of the command line', () => {
  expect(shown({ typed: ['shop=:1717', '/run/api.sock', '@job'] })).toEqual([
    'shop 127.0.0.1:1717',
    '/run/api.sock /run/api.sock',
    '@job @job',
  ]);
});

test('are each watched once, however they were written, under the name that was given', () => {
  expect(shown({ typed: [':1717', '127.0.0.1:1717', 'tcp://127.0.0.1:1717'] })).toEqual([
    ':1717 127.0.0.1:1717',
  ]);
  expect(shown({ typed: [':1717', 'shop=:1717'] })).toEqual(['shop 127.0.0.1:1717']);
  expect(shown({ typed: ['a=:1717', 'b=:1717'] })).toEqual(['a 127.0.0.1:1717']);
});

test('what is named twice is told', () => {
  expect(roster({ typed: [':1717', 'shop=:1717', ':2', ':2'] }).notices).toEqual([
    '127.0.0.1:1717 is named more than once: it is watched once, as shop (and 1 other)',
  ]);
});

test('one place is one target, in whatever way it is written', () => {
  const typed = ['localhost:1717', '127.0.0.1:1717', 'http://127.0.0.1:1717/', './a.sock', '/here/a.sock'];
  expect(shown({ typed })).toEqual(['localhost:1717 127.0.0.1:1717', './a.sock ./a.sock']);
  expect(shown({ typed: ['https://h:1/', 'h:1', 'http://h:1/x'] }).length).toBe(3);
});

test('names of sockets move no terminal', () => {
  const { targets } = roster({ typed: ['@u*'], abstract: ['u\u001b[31mevil\u0007'] });
  expect(targets[0]?.name).not.toMatch(/\p{Cc}/u);
});

test('the groups that patterns will fill are known before there is a socket', () => {
  expect(roster({ typed: ['web=/run/*.sock'] })).toMatchObject({
    groups: ['web'],
    patterns: ['web=/run/*.sock'],
  });
});

test('a pattern stands for the sockets that fit it, by what tells them apart', () => {
  const sockets = {
    '/run/*/s.sock': ['/run/api/s.sock', '/run/shop/s.sock'],
    '/here/u-*.stats.sock': ['/here/u-1.stats.sock'],
  };
  expect(shown({ typed: ['web=/run/*/s.sock', './u-*.stats.sock'], sockets })).toEqual([
    'web/api /run/api/s.sock',
    'web/shop /run/shop/s.sock',
    'u-1 /here/u-1.stats.sock',
  ]);
});

test('a socket that is named and fits a pattern too is one target, and nothing to tell of', () => {
  const sockets = { '/run/*.sock': ['/run/a.sock'] };
  const given = { typed: ['a=/run/a.sock', '/run/*.sock'], sockets };
  expect(shown(given)).toEqual(['a /run/a.sock']);
  expect(roster(given).notices).toEqual([]);
  expect(roster(given).targets[0]?.found).toBeUndefined();
});

test('abstract sockets are looked for by their names', () => {
  expect(shown({ typed: ['@uwsgi-*'], abstract: ['uwsgi-a', 'other', 'uwsgi-b'] })).toEqual([
    '@uwsgi-a @uwsgi-a',
    '@uwsgi-b @uwsgi-b',
  ]);
});

test('a pattern of nothing, and one of too much, are told', () => {
  expect(roster({ typed: ['/gone/*.sock'] }).notices).toEqual([
    '/gone/*.sock fits no socket yet: there is no folder /gone',
  ]);
  const { targets, notices } = roster({ typed: ['/run/*.sock', '/**', ':1'], sockets: { '/**': undefined } });
  expect(targets.length).toBe(1);
  expect(notices).toEqual([
    '/run/*.sock fits no socket yet',
    '/** fits too many files: nothing of it is watched; give a narrower pattern',
  ]);
});

describe('labels', () => {
  const file = `
- { targets: [':1', ':2'], labels: { job: web, env: prod } }
- { targets: [':3'], labels: { env: test, dc: b, name: three } }
- { targets: [':4'] }
- { targets: [':5'], labels: { group: g, job: web } }
`;
  test('make the group: group, job, or all of them', () => {
    expect(shown({ file })).toEqual([
      'web/:1 127.0.0.1:1',
      'web/:2 127.0.0.1:2',
      'test/b/three 127.0.0.1:3',
      ':4 127.0.0.1:4',
      'g/:5 127.0.0.1:5',
    ]);
  });

  test('of a section of our own are for the filter, unless one of them is a group', () => {
    const own = "[{ address: ':1', labels: { env: prod } }, { address: ':2', labels: { job: web } }]";
    expect(shown({ file: own })).toEqual([':1 127.0.0.1:1', 'web/:2 127.0.0.1:2']);
    expect(roster({ file: own }).targets[0]?.labels).toEqual({ env: 'prod' });
  });

  test('that nobody has are told as a slip', () => {
    expect(roster({ file, groupBy: 'evn' }).notices).toEqual(['--group-by: no target has the label evn']);
    expect(shown({ file, groupBy: 'constructor' })[0]).toBe(':1 127.0.0.1:1');
  });

  test('that are secret make no group', () => {
    expect(shown({ file: "[{ targets: [':1'], labels: { password: hunter2, env: prod } }]" })).toEqual([
      'prod/:1 127.0.0.1:1',
    ]);
  });

  test('or that one which was asked for', () => {
    expect(shown({ file, groupBy: 'env' })).toEqual([
      'prod/:1 127.0.0.1:1',
      'prod/:2 127.0.0.1:2',
      'test/three 127.0.0.1:3',
      ':4 127.0.0.1:4',
      ':5 127.0.0.1:5',
    ]);
  });

  test('only the groups that were asked for are watched', () => {
    expect(shown({ file, groups: ['g', 'test/b'] })).toEqual([
      'test/b/three 127.0.0.1:3',
      'g/:5 127.0.0.1:5',
    ]);
    expect(roster({ file, groups: ['x'] }).groups).toEqual(['web', 'test/b', 'g']);
  });
});
