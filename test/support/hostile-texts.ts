/**
 * What strangers may put wherever uWSGI, its machine, a client or a file passes a text through. By the kind of harm; no
 * word of it is one that screens must never show (NaN, null), so that those can be looked for.
 */

export const hostileTexts = {
  plain: 'plain',
  empty: '',
  blank: '   ',
  long: 'long-'.repeat(13_000),
  wide: '漢字カナ한국어ｆｕｌｌ',
  combining: 'Cafe\u0301 Z\u0337\u0322\u0301algo \u0e01\u0e34\u0e48 \u1100\u1161\u11a8',
  'a tower of marks': `a${'\u0301'.repeat(60)}z`,
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 ☕ 1️⃣ 🇮🇹 👍🏽',
  'right to left': 'שלום مرحبا ܫܠܡܐ',
  'bidi overrides': 'a\u202egnp.exe\u202c \u2066x\u2069 \u200f',
  'invisible characters': 'a\u200bb\u200dc\ufeffd\u00ade\u2060f\u{e0041}g\u3164h\u2800i',
  'blessed tags': '{bold}{red-fg}{|}x{/}{open}{center}',
  'escape sequences': '\u001b[2J\u001b[31m\u001b]0;gotcha\u0007\u001b]52;c;eA==\u0007\u001bPq\u001b\\',
  'unfinished escape sequences': '\u001b[?1003\u001b]0;\u001bP\u001b',
  'C1 controls': '\u009b2J\u009d0;gotcha\u009c\u0090x\u0085y',
  'control bytes': 'a\u0000b\u0001c\bd\te\nf\u000bg\fh\ri\u000ej\u007fk',
  'line separators': 'a\u2028b\u2029c\u00a0d\u2003e',
  'lone surrogates': '\ud83d x \udc4d',
  'private use': '\ue000\uf8ff\u{f0000}\u{10ffff}\ufffe\ufffd',
  'box drawing': '│──┤ ▆▆▁▁ ▲▼ █',
  'names of objects': '__proto__',
  constructors: 'constructor',
  methods: 'toString',
  'pieces of JSON': '","pid":7,"x":[{"y":"\\"}]',
  'a formula of a spreadsheet': '=HYPERLINK("http://x","y"),1',
  'labels of Prometheus': 'a"} 1\nuwsgi_up{x="\\',
  'performance data': "x | 'y'=1;2;3",
  'a command of a shell': '$(reboot) `reboot` ; reboot & \'"',
} as const;

export type HostileName = keyof typeof hostileTexts;

/** Bytes that are no UTF-8, each character one byte: only what is printed as bytes can hold them. */
export const hostileBytes = {
  'latin 1': 'caf\xe9',
  'a lone continuation': '\x80\xbf',
  overlong: '\xc0\xaf\xc0\x80\xe0\x80\xaf',
  'an overlong escape': '\xc1\x9b[2J\xe0\x80\x9b]0;x\x07',
  'a surrogate in UTF-8': '\xed\xa0\x80\xed\xb0\x80',
  'beyond Unicode': '\xf4\x90\x80\x80\xf8\x88\x80\x80\x80\xfe\xff',
  'cut off in a character': '\xe6\xbc',
  'C1 as bytes': '\x9b31m\x9d0;x\x9c',
} as const;

/** Numbers that nobody counts with, as JSON prints them. */
export const hostileNumbers = [
  '-1',
  '0',
  '0.5',
  '-0',
  '1e308',
  '-1e308',
  '1e999',
  '-1e999',
  '5e-324',
  '1e-7',
  '1e19',
  '1e300',
  '9007199254740993',
  '18446744073709551615',
  '-9223372036854775808',
  `1${'0'.repeat(400)}`,
] as const;

/** Keys that mean something to whoever builds objects out of them. */
export const hostileKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
] as const;
