/** What is drawn with: Unicode blocks, or ASCII for terminals and locales that have nothing else. */

export interface Glyphs {
  /** From empty to full. */
  readonly levels: readonly string[];
  readonly barFull: string;
  readonly barEmpty: string;
  readonly barLeft: string;
  readonly barRight: string;
  readonly up: string;
  readonly down: string;
  /** Of a group of rows that are shown below it, and that are not. */
  readonly open: string;
  readonly folded: string;
  readonly ellipsis: string;
  /** One cell of a time axis. */
  readonly axis: string;
  readonly ascii: boolean;
}

export const unicodeGlyphs: Glyphs = {
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  barFull: '▆',
  barEmpty: '▁',
  barLeft: ' ',
  barRight: ' ',
  up: '▲',
  down: '▼',
  open: '▾',
  folded: '▸',
  ellipsis: '…',
  axis: '─',
  ascii: false,
};

export const asciiGlyphs: Glyphs = {
  levels: ['_', '.', ':', '-', '=', '+', '*', '#'],
  barFull: '#',
  barEmpty: '.',
  barLeft: '[',
  barRight: ']',
  up: '^',
  down: 'v',
  open: '-',
  folded: '+',
  ellipsis: '~',
  axis: '-',
  ascii: true,
};

/** One cell for a share 0…1 of the full height; a blank for a gap. Nothing at all is the lowest mark, not a blank. */
export function levelGlyph(glyphs: Glyphs, share: number | undefined): string {
  if (share === undefined) return ' ';
  const last = glyphs.levels.length - 1;
  const level = share <= 0 ? 0 : Math.min(last, Math.max(0, Math.ceil(share * (last + 1)) - 1));
  return glyphs.levels[level] ?? ' ';
}

/** A bar of `width` cells, filled by a share 0…1; any amount above zero shows at least one cell. */
export function barText(glyphs: Glyphs, share: number, width: number): { full: string; empty: string } {
  const clamped = Math.min(1, Math.max(0, share));
  const filled = clamped === 0 ? 0 : Math.max(1, Math.round(clamped * width));
  return { full: glyphs.barFull.repeat(filled), empty: glyphs.barEmpty.repeat(width - filled) };
}
