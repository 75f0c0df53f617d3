/** Tones as terminal attributes. Colour is never the only sign: a word, a letter or a shape stands beside it. */
import type { Tone } from '../columns/column';
import type { Span } from './frame';

/** One of the terminal's own colours (0-255) or its default, and what mono terminals can show as well. */
export interface Attribute {
  readonly foreground?: number;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

/** The sixteen names follow the user's own palette, light or dark; 244 is a grey that is legible on both. */
const colours: Record<Tone, Attribute> = {
  plain: {},
  strong: { bold: true },
  dim: { foreground: 244 },
  label: { foreground: 6 },
  busy: { foreground: 2 },
  warning: { foreground: 3, bold: true },
  critical: { foreground: 1, bold: true },
  cheap: { foreground: 244 },
  paused: { foreground: 4, bold: true },
  signal: { foreground: 5 },
};

const mono: Record<Tone, Attribute> = {
  plain: {},
  strong: { bold: true },
  dim: {},
  label: {},
  busy: {},
  warning: { bold: true },
  critical: { bold: true },
  cheap: {},
  paused: { bold: true },
  signal: {},
};

export interface Theme {
  readonly tones: Readonly<Record<Tone, Attribute>>;
}

export const colourTheme: Theme = { tones: colours };
export const monoTheme: Theme = { tones: mono };

export function attributeOf(theme: Theme, span: Span): Attribute {
  const tone = theme.tones[span.tone ?? 'plain'];
  return span.inverse === true ? { ...tone, inverse: true } : tone;
}
