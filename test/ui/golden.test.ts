/**
 * Every screen as it stands in test/fixtures/screens, where each was read before it was accepted.
 * `UPDATE_SCREENS=1 npx jest test/ui/golden` writes them anew: read what has changed.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Size } from '../../src/ui/frame';
import { monoOf, Painter, textOf, tonesOf } from '../support/painted';
import { goldenScenes, notLarge } from './golden-scenes';
import { frameOf, type Session } from './scenes';

const folder = join(__dirname, '../fixtures/screens');
const isUpdating = process.env['UPDATE_SCREENS'] !== undefined;

const sizes = {
  '80x24': { columns: 80, rows: 24 },
  '120x40': { columns: 120, rows: 40 },
  '200x60': { columns: 200, rows: 60 },
} as const satisfies Record<string, Size>;

type SizeName = keyof typeof sizes;

const scenes = goldenScenes();
const painter = new Painter(sizes['200x60']);

beforeAll(() => painter.load());
afterAll(() => painter.stop());

const legend = 's strong, d dim, l label, b busy, w warning, c critical, h cheap, p paused, g signal';

/** Without Unicode at the sizes that old terminals have; the tones once. */
function shown(session: Session, size: SizeName): string {
  const picture = (ascii: boolean) => {
    const sized = { ...session, size: sizes[size], ascii };
    return painter.paint(frameOf(sized), sizes[size], ascii);
  };
  const inColour = picture(false);
  const parts = [['text', textOf(inColour)]];
  if (size !== '200x60') parts.push(['ASCII', textOf(picture(true))]);
  if (size === '120x40') {
    parts.push([`tones, capital where inverted: ${legend}, # inverted only`, tonesOf(inColour)]);
    parts.push(['without colours: b bold, i inverted, x both', monoOf(inColour)]);
  }
  return parts.map(([title = '', content = '']) => `=== ${title}\n${content}\n`).join('');
}

const cases = Object.entries(scenes).flatMap(([name, session]) =>
  (Object.keys(sizes) as SizeName[])
    .filter((size) => size !== '200x60' || !notLarge.has(name))
    .map((size) => ({ file: `${name}-${size}.txt`, session, size })),
);

test.each(cases)('$file', ({ file, session, size }) => {
  const path = join(folder, file);
  const content = shown(session, size);
  if (isUpdating) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, content);
  }
  expect(content).toBe(readFileSync(path, 'utf8'));
});

test('there is no file that nothing is compared with', () => {
  expect(readdirSync(folder).sort()).toEqual(cases.map(({ file }) => file).sort());
});
