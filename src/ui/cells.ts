/**
 * The last gate before the terminal: every character that is written to a cell passes here, and whatever is not known to
 * take exactly one cell, left to right, becomes a question mark. Foreign text was cleaned when it came in; this holds
 * even where that was forgotten.
 */

const oneCellRanges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x52f],
  [0x2010, 0x2027],
  [0x2030, 0x203e],
  [0x20ac, 0x20ac],
  [0x2190, 0x2199],
  [0x2500, 0x25fc],
  [0x25ff, 0x25ff],
  [0x2800, 0x28ff],
];

const combining = (code: number) => code >= 0x300 && code <= 0x36f;

/** The characters of a text, one a cell; marks that sit on the character before are left out. */
export function* cellsOf(content: string, ascii: boolean): Generator<string> {
  for (const character of content) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code <= 0x7e) yield character;
    else if (combining(code)) continue;
    else yield !ascii && isOneCell(code) ? character : '?';
  }
}

function isOneCell(code: number): boolean {
  return oneCellRanges.some(([first, last]) => code >= first && code <= last);
}

const asciiText = /^[ -~]*$/;

/** Nearly every text there is, and a tenth of the cost. */
const oneCellText = new RegExp(
  `^[${oneCellRanges.map((range) => range.map((code) => `\\u{${code.toString(16)}}`).join('-')).join('')}]*$`,
  'u',
);

/** Text as it will stand in cells, one a code unit, so that cutting and padding count right. */
export function cellText(content: string, ascii: boolean): string {
  return (ascii ? asciiText : oneCellText).test(content) ? content : [...cellsOf(content, ascii)].join('');
}
