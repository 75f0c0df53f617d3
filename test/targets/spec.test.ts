import * as fc from 'fast-check';
import { mostPortsInRange, parseSpec } from '../../src/targets/spec';

function specOf(text: string) {
  const parsed = parseSpec(text);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.value;
}

function targetsOf(text: string): string[] {
  const spec = specOf(text);
  if (spec.kind !== 'targets') throw new Error(`${text} is a pattern`);
  return spec.targets.map(({ name, id, group }) =>
    [name, id, ...(group === undefined ? [] : [group])].join(' '),
  );
}

test.each([
  [':9000-9002', [':9000 127.0.0.1:9000', ':9001 127.0.0.1:9001', ':9002 127.0.0.1:9002']],
  ['web=10.0.0.5:90-91', ['web:90 10.0.0.5:90 web', 'web:91 10.0.0.5:91 web']],
  ['[::1]:7-8', ['[::1]:7 [::1]:7', '[::1]:8 [::1]:8']],
  ['http://h:80-81/s', ['http://h:80/s http://h:80/s', 'http://h:81/s http://h:81/s']],
  [':9000-9000', [':9000 127.0.0.1:9000']],
  [':1717', [':1717 127.0.0.1:1717']],
  ['unix:/run/x:1-2', ['unix:/run/x:1-2 /run/x:1-2']],
  ['/run/x:1-2', ['/run/x:1-2 /run/x:1-2']],
  ['@x:1-2', ['@x:1-2 @x:1-2']],
])('%s', (text, targets) => {
  expect(targetsOf(text)).toEqual(targets);
});

test.each([
  ['web=/run/uwsgi/*/stats.sock', { kind: 'files', pattern: '/run/uwsgi/*/stats.sock', group: 'web' }],
  ['./s[0-9].sock', { kind: 'files', pattern: './s[0-9].sock' }],
  ['@uwsgi-*', { kind: 'abstract', pattern: 'uwsgi-*' }],
])('%s is a pattern that is followed', (text, spec) => {
  expect(specOf(text)).toMatchObject(spec);
});

test.each([
  [':1-60000', /range of 60000 ports, and at most 1000 of one range/],
  [':9009-9000', /runs backwards/],
  [':65530-65540', /65536/],
  ['10.0.0.*:1717', /pattern of hosts/],
  ['9000-9009', /no port|bare number/],
  ['::1:1-2', /brackets/],
])('%s is refused', (text, message) => {
  const parsed = parseSpec(text);
  expect(parsed.ok ? '' : parsed.failure.message).toMatch(message);
});

test('a range has every port between its ends once, in order', () => {
  const port = fc.integer({ min: 1, max: 65_535 - mostPortsInRange });
  fc.assert(
    fc.property(port, fc.integer({ min: 0, max: mostPortsInRange - 1 }), (first, more) => {
      const ports = targetsOf(`h:${first}-${first + more}`).map((text) => Number(text.split(':').at(-1)));
      expect(ports).toEqual(Array.from({ length: more + 1 }, (_, index) => first + index));
    }),
    { numRuns: 20 },
  );
});
