/** blessed's cell attribute: flags, foreground, background in one number. */
import type { Tone } from '../columns/column';
import { type Attribute, attributeOf, type Theme } from './theme';

const defaultColour = 0x1ff;
const boldFlag = 1 << 18;
const inverseFlag = 8 << 18;

export function packed({
  foreground = defaultColour,
  background = defaultColour,
  bold = false,
  inverse = false,
}: Attribute): number {
  return (bold ? boldFlag : 0) | (inverse ? inverseFlag : 0) | (foreground << 9) | background;
}

export function unpacked(attribute: number): Attribute {
  const colour = (place: number) => (attribute >> place) & defaultColour;
  return {
    ...(colour(9) !== defaultColour && { foreground: colour(9) }),
    ...(colour(0) !== defaultColour && { background: colour(0) }),
    bold: (attribute & boldFlag) !== 0,
    inverse: (attribute & inverseFlag) !== 0,
  };
}

/** As blessed has it in cells that nobody has written to. */
export const plainAttribute = packed({});

/** What is seen of an attribute where nothing is written: its paper. Inverse, the ink is the paper. */
export const blankAttribute = (attribute: number): number =>
  (attribute & inverseFlag) === 0 ? (attribute & defaultColour) | (defaultColour << 9) : attribute;

/** Every tone of a theme: as it is, and inverse. */
export type PackedTones = Readonly<Record<Tone, readonly [upright: number, inverse: number]>>;

export function packedTones(theme: Theme): PackedTones {
  const attribute = (tone: Tone, inverse: boolean) => packed(attributeOf(theme, { text: '', tone, inverse }));
  const tones = Object.keys(theme.tones) as Tone[];
  const pairs = tones.map((tone) => [tone, [attribute(tone, false), attribute(tone, true)]] as const);
  return Object.fromEntries(pairs) as PackedTones;
}
