import { isPattern, matcher, tellingPart } from '../../src/targets/pattern';

test.each(['/run/*.sock', './s?.sock', '~/x[12].sock', '@u*'])('%s is a pattern', (text) => {
  expect(isPattern(text)).toBe(true);
});

test.each(['/run/a.sock', '[::1]:1717', 'h*:1', 'unix:/run/*.sock', 'http://h/?a', '/run/{a,b}.sock'])(
  '%s is none',
  (text) => {
    expect(isPattern(text)).toBe(false);
  },
);

test.each([
  ['/run/uwsgi/shop/stats.sock', '/run/uwsgi/*/stats.sock', 'shop'],
  ['/tmp/shop.stats.socket', '/tmp/*.stats.socket', 'shop'],
  ['/tmp/shop-stats.sock', '/tmp/*-stats.sock', 'shop'],
  ['/run/a/b.sock', '/run/*/*.sock', 'a/b'],
  ['/tmp/u1.sock', '/tmp/u[0-9].sock', 'u1'],
  ['/tmp/.sock', '/tmp/*.sock', '/tmp/.sock'],
])('%s of %s is called %s', (path, pattern, name) => {
  expect(tellingPart(path, pattern)).toBe(name);
});

test.each([
  ['a*', 'abc', true],
  ['b*', 'abc', false],
  ['*b', 'abc', false],
  ['*b*', 'abc', true],
  ['*a*b*a', 'aabaxa', true],
  ['*a*b*a', 'ab', false],
  ['u*1*2', 'u112', true],
  ['a*a', 'a', false],
  ['*.*.s?ck', 'x.y.sock', true],
  ['**[0-9]*x', 'a1bx', true],
  ['*[!0-9]', '12', false],
  ['*(a)*+*', 'x(a)y+', true],
  ['*', '', true],
  ['[z-a]*', 'z', false],
])('%s and %s: %s', (pattern, name, fits) => {
  expect(matcher(pattern).test(name)).toBe(fits);
});

test('many stars take no longer than few', () => {
  const startedAtMs = performance.now();
  expect(matcher(`${'*a'.repeat(20)}*b`).test('a'.repeat(107))).toBe(false);
  expect(performance.now() - startedAtMs).toBeLessThan(200);
});
