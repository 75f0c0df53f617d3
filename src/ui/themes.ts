/** What each theme paints the tones with. */
import type { Tone } from '../columns/column';
import type { ThemeName } from '../config/config';

/**
 * A colour of the 256, and which of the eight stands for it where a terminal has no more: left to itself blessed makes
 * red of orange and black of grey. Without one it is the terminal's own foreground.
 */
export interface Ink {
  readonly palette: number;
  readonly basic?: number;
}

export interface Paint {
  readonly ink?: Ink;
  /** With its ink on top it is legible whatever the background is. */
  readonly paper?: Ink;
  readonly bold?: boolean;
}

export type Paints = Readonly<Record<Tone, Paint>>;

/** The names follow the user's own palette, light or dark. */
const [red, green, yellow, blue, magenta, cyan] = [1, 2, 3, 4, 5, 6].map((name) => ({
  palette: name,
  basic: name,
})) as [Ink, Ink, Ink, Ink, Ink, Ink];

/** Legible on black and on white. */
const grey: Ink = { palette: 244 };

const usual: Paints = {
  plain: {},
  strong: { bold: true },
  dim: { ink: grey },
  label: { ink: cyan },
  busy: { ink: green },
  warning: { ink: yellow, bold: true },
  critical: { ink: red, bold: true },
  cheap: { ink: grey },
  paused: { ink: blue, bold: true },
  signal: { ink: magenta },
};

/** For light backgrounds: dark shades, and no yellow or cyan, which nobody can read there. */
const light: Paints = {
  plain: {},
  strong: { bold: true },
  dim: { ink: { palette: 242 } },
  label: { ink: { palette: 25, basic: 4 } },
  busy: { ink: { palette: 22, basic: 4 } },
  warning: { ink: { palette: 94, basic: 5 }, bold: true },
  critical: { ink: { palette: 124, basic: 1 }, bold: true },
  cheap: { ink: { palette: 242 } },
  paused: { ink: { palette: 19, basic: 4 }, bold: true },
  signal: { ink: { palette: 90, basic: 5 } },
};

export const mono: Paints = {
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

/** Nothing is dimmed; what calls stands on paper of its own, so that it is the same on any background. */
const highContrast: Paints = {
  plain: {},
  strong: { bold: true },
  dim: {},
  label: { bold: true },
  busy: { bold: true },
  // Not bold: there are terminals that make bold black grey.
  warning: { ink: { palette: 16, basic: 0 }, paper: { palette: 226, basic: 3 } },
  critical: { ink: { palette: 231, basic: 7 }, paper: { palette: 88, basic: 1 }, bold: true },
  cheap: {},
  paused: { bold: true },
  signal: { bold: true },
};

/** Blue is as it should be, orange is not: told apart with any kind of colour vision, and legible on black and white. */
const colourBlind: Paints = {
  plain: {},
  strong: { bold: true },
  dim: { ink: grey },
  label: { ink: { palette: 67, basic: 6 } },
  busy: { ink: { palette: 32, basic: 6 } },
  warning: { ink: { palette: 136, basic: 3 } },
  critical: { ink: { palette: 166, basic: 3 }, bold: true },
  cheap: { ink: grey },
  paused: { ink: { palette: 63, basic: 4 }, bold: true },
  signal: { ink: { palette: 97, basic: 5 } },
};

export const themes: Readonly<Record<ThemeName, Paints>> = {
  default: usual,
  light,
  mono,
  'high-contrast': highContrast,
  'colour-blind': colourBlind,
};
