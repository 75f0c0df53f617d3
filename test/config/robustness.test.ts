import fc from 'fast-check';
import { parseConfig } from '../../src/config/parse';
import { describeProblem } from '../../src/config/problems';

/** A configuration, or problems that are safe to print. */
function hold(text: string): void {
  const parsed = parseConfig(text, 'config.yaml');
  if (parsed.ok) return;
  expect(parsed.failure.length).toBeGreaterThan(0);
  for (const problem of parsed.failure) expect(describeProblem(problem)).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
}

describe('no text makes the reader throw', () => {
  test('anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), hold), { numRuns: 500 });
  });

  test('what looks like a configuration', () => {
    const pieces = [
      ...['limits:', 'alerts:', 'targets:', 'rules:', 'busyness:', 'hold: ', 'on-alert: |', 'harakiri: '],
      ...['\n', '\n  ', '\n    ', ' ', '- ', '? ', ': ', '{', '}', '[', ']', ', ', '# ', '"', "'", '|', '>'],
      ...['&a ', '*a', '<<: *a', '!!map ', '!x ', '%YAML 1.1\n---\n', '---\n', '...\n', '\t', '\u001b[0m'],
      ...['60', '-1', '.inf', '0x1f', 'null', '~', 'true', '2001-01-01', '__proto__: ', 'constructor: '],
    ];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((chosen) => chosen.join(''));
    fc.assert(fc.property(texts, hold), { numRuns: 2000 });
  });

  test.each([
    ['lists in lists', '['.repeat(20_000)],
    ['maps in maps', '{a: '.repeat(20_000)],
    ['keys of keys', '? '.repeat(20_000)],
    ['well-formed lists in lists', `a: ${'['.repeat(500)}${']'.repeat(500)}`],
    ['well-formed maps in maps', `${'{a: '.repeat(500)}1${'}'.repeat(500)}`],
    [
      'aliases that multiply',
      Array.from({ length: 30 }, (_, i) => `k${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]`).join('\n'),
    ],
  ])('%s', (_, text) => {
    expect(parseConfig(text, 'config.yaml').ok).toBe(false);
    hold(text);
  });
});
