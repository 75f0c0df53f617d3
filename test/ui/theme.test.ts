import { themeNames } from '../../src/config/config';
import { attributeOf, curveAttribute, themeFor } from '../../src/ui/theme';

const levels = [0, 95, 135, 175, 215, 255];
type Rgb = readonly [red: number, green: number, blue: number];
const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** Of the colours that are the same in every terminal; the sixteen names are the user's own. */
function rgbOf(colour: number): Rgb | undefined {
  if (colour < 16) return undefined;
  const grey = 8 + (colour - 232) * 10;
  if (colour >= 232) return [grey, grey, grey];
  const at = (unit: number) => levels[Math.floor((colour - 16) / unit) % 6] ?? 0;
  return [at(36), at(6), at(1)];
}

/** Relative luminance and contrast as in WCAG 2. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const inks = (name: (typeof themeNames)[number]) =>
  Object.values(themeFor(name, 256).tones).filter(({ background }) => background === undefined);

test.each([
  ['default', [black, white], 3],
  ['light', [white, [0xfd, 0xf6, 0xe3]], 4.5],
  ['high-contrast', [black, white], 7],
  ['colour-blind', [black, white], 3],
] as const)('the colours of %s are legible where it is for', (name, backgrounds, least) => {
  for (const { foreground } of inks(name)) {
    const rgb = foreground === undefined ? undefined : rgbOf(foreground);
    if (rgb === undefined) continue;
    for (const background of backgrounds) expect(contrast(rgb, background)).toBeGreaterThanOrEqual(least);
  }
});

test('what stands on paper of its own is legible there', () => {
  const pairs = Object.values(themeFor('high-contrast', 256).tones).filter((one) => 'background' in one);
  expect(pairs.length).toBe(2);
  for (const { foreground = 0, background = 0 } of pairs)
    expect(contrast(rgbOf(foreground) ?? black, rgbOf(background) ?? black)).toBeGreaterThan(7);
});

test('light has no yellow and no cyan, which cannot be read on white', () => {
  for (const colours of [256, 8]) {
    for (const { foreground } of Object.values(themeFor('light', colours).tones))
      expect([3, 6, 11, 14]).not.toContain(foreground);
  }
});

/** Roughly what is left of red, green and blue without one kind of cones (Viénot, Brettel and Mollon 1999). */
const seen = {
  protan: ([red, green, blue]: Rgb): Rgb => [
    0.11 * red + 0.89 * green,
    0.11 * red + 0.89 * green,
    0.004 * red - 0.004 * green + blue,
  ],
  deutan: ([red, green, blue]: Rgb): Rgb => [
    0.29 * red + 0.71 * green,
    0.29 * red + 0.71 * green,
    -0.02 * red + 0.02 * green + blue,
  ],
};

test.each(Object.entries(seen))('colour-blind: busy is blue and trouble is yellow to a %s', (_, see) => {
  const { busy, warning, critical } = themeFor('colour-blind', 256).tones;
  const blueness = ({ foreground = 0 }: { foreground?: number }) => {
    const [yellow, , blue] = see(rgbOf(foreground) ?? black);
    return blue - yellow;
  };
  expect(blueness(busy)).toBeGreaterThan(60);
  expect(blueness(warning)).toBeLessThan(-60);
  expect(blueness(critical)).toBeLessThan(-60);
});

test('colour-blind never sets red against green', () => {
  for (const colours of [256, 16, 8]) {
    for (const { foreground } of Object.values(themeFor('colour-blind', colours).tones))
      expect([1, 2, 9, 10]).not.toContain(foreground);
  }
});

describe.each(themeNames)('%s', (name) => {
  test.each([8, 16])('needs only the eight names where there are %d colours', (colours) => {
    for (const { foreground = 7, background = 0 } of Object.values(themeFor(name, colours).tones)) {
      expect(foreground).toBeLessThan(8);
      expect(background).toBeLessThan(8);
      // The background may be black: what is black needs paper of its own.
      if (foreground === 0) expect(background).toBe(3);
    }
  });

  test.each([-1, 2])('is mono where there are none: %d', (colours) => {
    expect(themeFor(name, colours)).toEqual(themeFor('mono', 256));
  });

  test.each([256, 8])('sets what calls apart from what does not, with %d colours', (colours) => {
    const { plain, warning, critical } = themeFor(name, colours).tones;
    expect(warning).not.toEqual(plain);
    expect(critical).not.toEqual(plain);
    if (name !== 'mono') expect(critical).not.toEqual(warning);
  });
});

test('mono has no colour at all', () => {
  for (const attribute of Object.values(themeFor('mono', 256).tones)) {
    expect(attribute).not.toHaveProperty('foreground');
    expect(attribute).not.toHaveProperty('background');
  }
});

test('an inverted span keeps its paint', () => {
  const theme = themeFor('high-contrast', 256);
  const span = { text: '', tone: 'critical', inverse: true } as const;
  expect(attributeOf(theme, span)).toEqual({ ...theme.tones.critical, inverse: true });
  expect(attributeOf(theme, { text: '' })).toEqual({});
});

test('a curve is drawn in the ink of its tone, never in the ink of a paper that it does not have', () => {
  expect(curveAttribute(themeFor('colour-blind', 256), 'warning')).toEqual({ foreground: 136 });
  expect(curveAttribute(themeFor('high-contrast', 256), 'warning')).toEqual({});
  expect(curveAttribute(themeFor('mono', 256), 'busy')).toEqual({});
});
