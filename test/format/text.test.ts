import fc from 'fast-check';
import { displayText } from '../../src/format/text';

test.each([
  ['escape sequences', '\u001b]0;x\u0007\u001b[2J', '?]0;x??[2J'],
  ['C1 controls, DEL, newline and tab', '\u009b31m\u0085\u007f\n\t\r\u0000', '?31m??????'],
  ['bidi controls', '\u202a\u202e\u2066\u2069\u200e\u200f\u061c', '???????'],
  ['zero-width characters', 'a\u200b\u200c\u200d\u2060\ufeffb', 'a?????b'],
  ['separators', '\u2028\u2029', '??'],
  ['lone surrogates', '\ud800a\udc00', '?a?'],
  ['invisible tags', '\u{e0041}', '?'],
  ['what decoding could not read', 'lat\ufffd1', 'lat?1'],
])('%s become question marks', (_, foreign, shown) => {
  expect(displayText(foreign)).toBe(shown);
});

test('letters of any script, marks and pictures stay', () => {
  const fine = 'héllo e\u0301 漢字 ｶﾅ 한글 עברית العربية 😀 {red-fg} "\\';
  expect(displayText(fine)).toBe(fine);
});

test('long texts are cut, but never through a character', () => {
  expect(displayText('abc', 2)).toBe('ab');
  expect(displayText('a😀b', 2)).toBe('a');
  expect(displayText('a😀b', 3)).toBe('a😀');
  expect(displayText('', 0)).toBe('');
  expect(displayText('x'.repeat(9999))).toHaveLength(4096);
});

test('nothing is left that could change a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(50), (foreign, length) => {
      const shown = displayText(foreign, length);
      expect(shown.length).toBeLessThanOrEqual(length);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(displayText(shown, length)).toBe(shown);
    }),
    { numRuns: 1000 },
  );
});
