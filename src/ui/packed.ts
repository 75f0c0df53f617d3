/** blessed's cell attribute: flags, foreground, background in one number. */
import type { Attribute } from './theme';

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
