/** blessed's cell attribute: flags, foreground, background in one number. */
import type { Tone } from '../columns/column';
import { type Attribute, attributeOf, type Theme } from './theme';

const defaultColour = 0x1ff;

export function packed({
  foreground = defaultColour,
  background = defaultColour,
  bold = false,
  inverse = false,
}: Attribute): number {
  const flags = (bold ? 1 : 0) | (inverse ? 8 : 0);
  return (flags << 18) | (foreground << 9) | background;
}

/** As blessed has it in cells that nobody has written to. */
export const plainAttribute = packed({});

/** Every tone of a theme: as it is, and inverse. */
export type PackedTones = Readonly<Record<Tone, readonly [upright: number, inverse: number]>>;

export function packedTones(theme: Theme): PackedTones {
  const attribute = (tone: Tone, inverse: boolean) => packed(attributeOf(theme, { text: '', tone, inverse }));
  const tones = Object.keys(theme.tones) as Tone[];
  const pairs = tones.map((tone) => [tone, [attribute(tone, false), attribute(tone, true)]] as const);
  return Object.fromEntries(pairs) as PackedTones;
}
