import { describeProblem } from '../../src/config/problems';
import { parseTargetsFile } from '../../src/targets/targets-file';

const file = '/etc/uwtop/prod.yaml';

function told(text: string) {
  const { entries, problems, isBroken } = parseTargetsFile(text, file);
  const targets = entries.flatMap(({ spec, group, labels }) => {
    const names =
      spec.kind === 'targets' ? spec.targets.map(({ name, id }) => `${name} ${id}`) : [spec.pattern];
    return names.map((name) => ({ name, group, labels }));
  });
  return { targets, entries, problems: problems.map(describeProblem), isBroken };
}

const namesOf = (text: string) => told(text).targets.map(({ name, group }) => `${group ?? ''}: ${name}`);

test('groups and single targets, addresses and sections', () => {
  const text = `
targets: [':1717', web=/run/a.sock]
groups:
  web:
    - web1=10.0.0.5:1717
    - address: 10.0.0.6:90-91
      name: six
  jobs:
    labels: { env: prod }
    targets: ['/run/*/s.sock']
`;
  expect(namesOf(text)).toEqual([
    ': :1717 127.0.0.1:1717',
    ': web /run/a.sock',
    'web: web1 10.0.0.5:1717',
    'web: six:90 10.0.0.6:90',
    'web: six:91 10.0.0.6:91',
    'jobs: /run/*/s.sock',
  ]);
  expect(told(text).targets.at(-1)?.labels).toEqual({ env: 'prod' });
});

test('the file_sd of Prometheus, in JSON and in YAML', () => {
  const json =
    '[\n  {"targets": ["10.0.0.5:1717", "10.0.0.6:1717"], "labels": {"job": "web", "__meta_x": "y"}}\n]';
  const yaml = '- targets: [10.0.0.5:1717, "10.0.0.6:1717"]\n  labels: { job: web }\n';
  for (const text of [json, yaml]) {
    expect(told(text).problems).toEqual([]);
    expect(told(text).targets.map(({ name, labels }) => [name, labels])).toEqual([
      ['10.0.0.5:1717 10.0.0.5:1717', { job: 'web' }],
      ['10.0.0.6:1717 10.0.0.6:1717', { job: 'web' }],
    ]);
  }
});

test('limits and a configuration of one target, and of a whole group', () => {
  const text = `
groups:
  web:
    limits: { harakiri: 30 }
    targets:
      - :1
      - { address: ':2', limits: { harakiri: 60, max-requests: 5000 }, uwsgiConfig: shop.ini }
`;
  const stated = told(text).entries.map((entry) => entry.stated);
  expect(stated[0]).toMatchObject({ limits: [{ name: 'harakiri', value: '30', line: 4 }] });
  expect(stated[1]).toMatchObject({
    limits: [
      { name: 'harakiri', value: '60' },
      { name: 'max-requests', value: '5000' },
    ],
    uwsgiConfig: '/etc/uwtop/shop.ini',
  });
});

test('limits of one target stand beside those of its group', () => {
  const text = `
groups:
  web:
    limits: { harakiri: 30, max-requests: 1000 }
    targets:
      - { address: ':1', limits: { harakiri: 60 } }
`;
  const limits = told(text).entries[0]?.stated?.limits.map(({ name, value }) => `${name} ${value}`);
  expect(limits?.sort()).toEqual(['harakiri 60', 'max-requests 1000']);
});

test('a name is a name, whatever is in it', () => {
  const named = (name: string) => namesOf(`[{ name: '${name}', address: ':1717' }]`);
  for (const name of ['@db', '/shop', 'web/1', 'shop:blue', 'a=b'])
    expect(named(name)).toEqual([`: ${name} 127.0.0.1:1717`]);
});

test('a socket beside the file is found from anywhere', () => {
  expect(namesOf("['./a.sock', 'b=../b.sock', './*.sock']")).toEqual([
    ': /etc/uwtop/./a.sock /etc/uwtop/./a.sock',
    ': b /etc/uwtop/../b.sock',
    ': /etc/uwtop/./*.sock',
  ]);
});

test('one bad entry is told with its line; the others are watched', () => {
  const text = `targets:
  - :1717
  - localhost
  - { adress: ':3' }
  - :1-60000
  - @bad
  - :4
`;
  const broken = told(text);
  expect(broken.isBroken).toBe(true);
  const mended = told(text.replace('@bad', '"@good"'));
  expect(mended.isBroken).toBe(false);
  expect(mended.targets.map(({ name }) => name)).toEqual([
    ':1717 127.0.0.1:1717',
    '@good @good',
    ':4 127.0.0.1:4',
  ]);
  expect(mended.problems.map((line) => line.slice(0, 60))).toEqual([
    expect.stringMatching(/^\/etc\/uwtop\/prod\.yaml line 3: "localhost" has no port/),
    expect.stringMatching(/line 4: unknown key `adress`/),
    expect.stringMatching(/line 4: /),
    expect.stringMatching(/line 5: ":1-60000" is a range/),
  ]);
});

test.each(['', '# nothing yet\n', 'targets:\n', '[]'])('%j lists nothing, which is no mistake', (text) => {
  expect(told(text)).toMatchObject({ targets: [], problems: [], isBroken: false });
});

test.each(['just words', '17', '{'])('%j is no list of targets', (text) => {
  expect(told(text)).toMatchObject({ targets: [], isBroken: true });
  expect(told(text).problems.length).toBeGreaterThan(0);
});

test('foreign texts move no terminal', () => {
  const { targets } = told(
    'groups:\n  "we\\e[31mb":\n    - { address: ":1", labels: { "a\\e": "b\\e[1m" } }\n',
  );
  expect(JSON.stringify(targets)).not.toMatch(/\\u001b/);
});
