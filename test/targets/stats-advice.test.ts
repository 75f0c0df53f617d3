import { statsAdvice } from '../../src/targets/stats-advice';

const shop = { option: 'stats', name: 'shop', hasCommandLine: true, isFree: () => true } as const;

test.each([
  ['/srv/shop.ini', 'add stats = /tmp/shop.stats.sock to /srv/shop.ini'],
  ['/srv/shop.yaml', 'add stats: /tmp/shop.stats.sock to /srv/shop.yaml'],
  ['/srv/shop.yml', 'add stats: /tmp/shop.stats.sock to /srv/shop.yml'],
  ['/srv/shop.xml', 'add <stats>/tmp/shop.stats.sock</stats> to /srv/shop.xml'],
  ['/srv/shop.json', 'add "stats": "/tmp/shop.stats.sock" to /srv/shop.json'],
  [undefined, 'add --stats /tmp/shop.stats.sock to its command line'],
])('the line is in the language of %s', (file, advice) => {
  expect(statsAdvice({ ...shop, file })).toBe(advice);
});

test('where nothing is known of its configuration, the line is one that any file may have', () => {
  expect(statsAdvice({ ...shop, option: 'emperor-stats', hasCommandLine: false })).toBe(
    'add emperor-stats = /tmp/shop.stats.sock to its configuration',
  );
});

test.each([
  ['Shop :9000', '/tmp/Shop-9000.stats.sock'],
  ['../../etc', '/tmp/etc.stats.sock'],
  ['täst shop', '/tmp/t-st-shop.stats.sock'],
  ['…', '/tmp/uwsgi.stats.sock'],
])('the path for %j is one that needs no quotes: %s', (name, path) => {
  expect(statsAdvice({ ...shop, name })).toContain(` ${path} `);
});

test('a path at which something is already is not suggested', () => {
  const isFree = (path: string) => !['/tmp/shop.stats.sock', '/tmp/shop-2.stats.sock'].includes(path);
  expect(statsAdvice({ ...shop, isFree })).toContain('/tmp/shop-3.stats.sock');
});
