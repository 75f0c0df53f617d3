/** Tones as terminal attributes. Colour is never the only sign: a word, a letter or a shape stands beside it. */
import type { Tone } from '../columns/column';
import type { ThemeName } from '../config/config';
import type { Span } from './frame';
import { type Ink, mono, type Paint, themes } from './themes';

/** Colours of the terminal (0-255) or its own, and what mono terminals can show as well. */
export interface Attribute {
  readonly foreground?: number;
  readonly background?: number;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

export interface Theme {
  readonly tones: Readonly<Record<Tone, Attribute>>;
}

/** @param colours how many the terminal has */
export function themeFor(name: ThemeName, colours: number): Theme {
  const paints = colours < 8 ? mono : themes[name];
  const shade = (ink: Ink | undefined) => (colours < 256 ? ink?.basic : ink?.palette);
  const attribute = ({ ink, paper, bold }: Paint): Attribute => {
    const foreground = shade(ink);
    const background = shade(paper);
    return {
      ...(foreground !== undefined && { foreground }),
      ...(background !== undefined && { background }),
      ...(bold !== undefined && { bold }),
    };
  };
  const tones = Object.entries(paints).map(([tone, paint]) => [tone, attribute(paint)] as const);
  return { tones: Object.fromEntries(tones) as Record<Tone, Attribute> };
}

export function attributeOf(theme: Theme, span: Span): Attribute {
  const tone = theme.tones[span.tone ?? 'plain'];
  return span.inverse === true ? { ...tone, inverse: true } : tone;
}

/** A curve has no paper: what stands on some is drawn in the terminal's own foreground. */
export function curveAttribute({ tones }: Theme, tone: Tone): Attribute {
  const { foreground, background } = tones[tone];
  return background === undefined && foreground !== undefined ? { foreground } : {};
}
