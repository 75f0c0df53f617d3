// Draws the text of a terminal (what `tmux capture-pane -e -p` prints) as SVG and PNG.
//   node screenshots/render.mjs IN.ansi COLUMNS ROWS OUT.png|OUT.svg
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import xterm from '@xterm/headless';

// Halves, quarters and eighths of a cell are whole pixels at twice the size, so that charts come out sharp.
const CELL = { width: 8, height: 16 };
// DejaVu Sans Mono is 0.602 em wide: at this size a glyph fills the cell, and no letter has to be spaced.
const FONT_SIZE = 13.3;
const BASELINE = 12;
const PADDING = 16;
const SCALE = 2;
const FONT_FAMILY = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace";

const BACKGROUND = '#0f141b';
const FOREGROUND = '#d3dae3';
const PALETTE = [
  ['#2b3340', '#f0716b', '#7fc66b', '#e5b454', '#5fa8f0', '#c78bec', '#4fc3c8', '#b8c2cf'],
  ['#66717f', '#ff9a94', '#a4e08f', '#ffd37a', '#8fc5ff', '#dfb0ff', '#83e0e3', '#f2f5f9'],
].flat();

/** The cells of a screen, row by row; the right half of a wide character is left out. */
export async function readScreen(ansi, columns, rows) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  // tmux writes line drawing as SO … SI and leaves it to the reader to have the graphics set in G1.
  // A last line feed would push the first line out of the window.
  await new Promise((done) => terminal.write('\x1b)0' + ansi.replace(/\n$/, ''), done));
  const screen = [];
  for (let row = 0; row < rows; row++) {
    const line = terminal.buffer.active.getLine(row);
    const cells = [];
    for (let column = 0; column < columns; column++) {
      const cell = line?.getCell(column);
      if (cell && cell.getWidth() > 0) cells.push({ column, ...appearance(cell) });
    }
    screen.push(cells);
  }
  terminal.dispose();
  return { columns, rows, cells: screen };
}

function appearance(cell) {
  let foreground = cell.isFgDefault() ? FOREGROUND : colour(cell.isFgRGB(), cell.getFgColor());
  let background = cell.isBgDefault() ? BACKGROUND : colour(cell.isBgRGB(), cell.getBgColor());
  if (cell.isInverse()) [foreground, background] = [background, foreground];
  if (cell.isDim()) foreground = mix(foreground, background, 0.45);
  return {
    text: cell.isInvisible() ? ' ' : cell.getChars() || ' ',
    width: cell.getWidth(),
    foreground,
    background,
    bold: cell.isBold() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
  };
}

function colour(isRgb, value) {
  if (isRgb) return '#' + value.toString(16).padStart(6, '0');
  if (value < 16) return PALETTE[value];
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  if (value < 232) {
    const cube = value - 16;
    return hex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
  }
  const grey = 8 + (value - 232) * 10;
  return hex([grey, grey, grey]);
}

const hex = (channels) =>
  '#' + channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('');

function mix(from, to, share) {
  const channels = (text) => [1, 3, 5].map((start) => parseInt(text.slice(start, start + 2), 16));
  const target = channels(to);
  return hex(channels(from).map((channel, index) => channel + (target[index] - channel) * share));
}

// The arms of U+2500 to U+254B as up, right, down, left: 1 is light and 2 heavy; 0000 is not drawn from arms.
const BOXES = [
  '0101 0202 1010 2020 0000 0000 0000 0000 0000 0000 0000 0000 0110 0210 0120 0220',
  '0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120',
  '2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212',
  '0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212',
  '2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222',
].flatMap((line) => line.split(' '));
const HALF_LINES = '0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010'.split(' ');
// The quadrants of U+2596 to U+259F: upper left 1, upper right 2, lower left 4, lower right 8.
const QUADRANTS = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14];
const BRAILLE_DOTS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
];

const rectangle = (x, y, width, height) => `M${x} ${y}h${width}v${height}h${-width}z`;

/**
 * Shapes for the characters that must touch their neighbours or keep a grid, which glyphs of an unknown font
 * do in few viewers. Each shape names the layer it is painted in; an empty answer leaves the character to the font.
 */
function shapes(code, x, y) {
  const { width, height } = CELL;
  const middle = { x: x + width / 2, y: y + height / 2 };
  if (code >= 0x2800 && code <= 0x28ff) {
    return BRAILLE_DOTS.flatMap(([column, row], bit) =>
      code & (1 << bit) ? [['dots', `M${x + 2 + 4 * column} ${y + 2 + 4 * row}h.01`]] : [],
    );
  }
  if (code >= 0x2580 && code <= 0x259f) return blockElement(code, x, y);
  const arms =
    code >= 0x2500 && code <= 0x254b
      ? BOXES[code - 0x2500]
      : code >= 0x2574
        ? HALF_LINES[code - 0x2574]
        : undefined;
  if (arms !== undefined && arms !== '0000') {
    const ends = [
      [middle.x, y],
      [x + width, middle.y],
      [middle.x, y + height],
      [x, middle.y],
    ];
    return ends.flatMap(([endX, endY], side) =>
      arms[side] === '0'
        ? []
        : [[arms[side] === '1' ? 'light' : 'heavy', `M${middle.x} ${middle.y}L${endX} ${endY}`]],
    );
  }
  const radius = width / 2;
  switch (code) {
    case 0x256d:
      return [
        [
          'light',
          `M${middle.x} ${y + height}V${middle.y + radius}Q${middle.x} ${middle.y} ${x + width} ${middle.y}`,
        ],
      ];
    case 0x256e:
      return [
        ['light', `M${middle.x} ${y + height}V${middle.y + radius}Q${middle.x} ${middle.y} ${x} ${middle.y}`],
      ];
    case 0x256f:
      return [['light', `M${middle.x} ${y}V${middle.y - radius}Q${middle.x} ${middle.y} ${x} ${middle.y}`]];
    case 0x2570:
      return [
        ['light', `M${middle.x} ${y}V${middle.y - radius}Q${middle.x} ${middle.y} ${x + width} ${middle.y}`],
      ];
    default:
      return dashes(code, x, y);
  }
}

function blockElement(code, x, y) {
  const { width, height } = CELL;
  if (code === 0x2580) return [['fill', rectangle(x, y, width, height / 2)]];
  if (code <= 0x2588) {
    const tall = ((code - 0x2580) * height) / 8;
    return [['fill', rectangle(x, y + height - tall, width, tall)]];
  }
  if (code <= 0x258f) return [['fill', rectangle(x, y, ((0x2590 - code) * width) / 8, height)]];
  if (code === 0x2590) return [['fill', rectangle(x + width / 2, y, width / 2, height)]];
  if (code <= 0x2593) return [[`shade${code - 0x2590}`, rectangle(x, y, width, height)]];
  if (code === 0x2594) return [['fill', rectangle(x, y, width, height / 8)]];
  if (code === 0x2595) return [['fill', rectangle(x + (width * 7) / 8, y, width / 8, height)]];
  const filled = QUADRANTS[code - 0x2596];
  return [0, 1, 2, 3]
    .filter((quadrant) => filled & (1 << quadrant))
    .map((quadrant) => {
      const left = x + ((quadrant % 2) * width) / 2;
      const top = y + (Math.floor(quadrant / 2) * height) / 2;
      return ['fill', rectangle(left, top, width / 2, height / 2)];
    });
}

function dashes(code, x, y) {
  const lineUp = (count, vertical, layer) =>
    Array.from({ length: count }, (_, index) => {
      const length = (vertical ? CELL.height : CELL.width) / count;
      const from = length * (index + 0.2);
      const across = (vertical ? CELL.width : CELL.height) / 2;
      const drawn = length * 0.6;
      return [
        layer,
        vertical ? `M${x + across} ${y + from}v${drawn}` : `M${x + from} ${y + across}h${drawn}`,
      ];
    });
  const layer = code % 2 === 0 ? 'dashes' : 'heavyDashes';
  if (code >= 0x2504 && code <= 0x2507) return lineUp(3, code >= 0x2506, layer);
  if (code >= 0x2508 && code <= 0x250b) return lineUp(4, code >= 0x250a, layer);
  if (code >= 0x254c && code <= 0x254f) return lineUp(2, code >= 0x254e, layer);
  return [];
}

const LAYERS = {
  fill: (colour) => `fill="${colour}"`,
  shade1: (colour) => `fill="${colour}" fill-opacity=".25"`,
  shade2: (colour) => `fill="${colour}" fill-opacity=".5"`,
  shade3: (colour) => `fill="${colour}" fill-opacity=".75"`,
  light: (colour) => `fill="none" stroke="${colour}" stroke-width="1" stroke-linecap="square"`,
  heavy: (colour) => `fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="square"`,
  dashes: (colour) => `stroke="${colour}" stroke-width="1"`,
  heavyDashes: (colour) => `stroke="${colour}" stroke-width="2"`,
  dots: (colour) => `fill="none" stroke="${colour}" stroke-width="2.6" stroke-linecap="round"`,
};

/** One path a layer and colour keeps the file small and lets neighbouring blocks melt without a seam. */
class Paths {
  #layers = new Map();

  add(layer, colour, path) {
    const style = LAYERS[layer](colour);
    this.#layers.set(style, (this.#layers.get(style) ?? '') + path);
  }

  toString() {
    return [...this.#layers].map(([style, path]) => `<path ${style} d="${path}"/>\n`).join('');
  }
}

const escapeXml = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

export function toSvg({ columns, rows, cells }, title = 'Terminal') {
  const width = columns * CELL.width + 2 * PADDING;
  const height = rows * CELL.height + 2 * PADDING;
  const backgrounds = new Paths();
  const drawings = new Paths();
  const texts = [];
  for (const [row, line] of cells.entries()) {
    const y = PADDING + row * CELL.height;
    const xOf = (cell) => PADDING + cell.column * CELL.width;
    for (const run of groupRuns(line, (cell) => cell.background)) {
      const [first] = run;
      if (first.background === BACKGROUND) continue;
      backgrounds.add('fill', first.background, rectangle(xOf(first), y, widthOf(run), CELL.height));
    }
    for (const run of groupRuns(line, (cell) => cell.underline && cell.foreground)) {
      const [first] = run;
      if (first.underline)
        drawings.add('fill', first.foreground, rectangle(xOf(first), y + 14, widthOf(run), 1));
    }
    const letters = [];
    for (const cell of line) {
      const drawn = shapes(cell.text.codePointAt(0), xOf(cell), y);
      for (const [layer, path] of drawn) drawings.add(layer, cell.foreground, path);
      if (drawn.length === 0 && cell.text !== '\u2800') letters.push(cell);
    }
    for (const run of groupRuns(letters, textStyle)) texts.push(textElement(run, xOf(run[0]), y + BASELINE));
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<g shape-rendering="crispEdges">${backgrounds}</g>`,
    `<g>${drawings}</g>`,
    `<g font-family="${FONT_FAMILY}" font-size="${FONT_SIZE}" xml:space="preserve">`,
    texts.filter(Boolean).join('\n'),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const widthOf = (run) => run.reduce((sum, cell) => sum + cell.width, 0) * CELL.width;

/** Neighbouring cells of one key; a cell that was skipped ends a run. */
function groupRuns(cells, keyOf) {
  const runs = [];
  let previous;
  for (const cell of cells) {
    const key = keyOf(cell);
    const follows = previous && previous.column + previous.width === cell.column;
    if (follows && runs.at(-1).key === key) runs.at(-1).cells.push(cell);
    else runs.push({ key, cells: [cell] });
    previous = cell;
  }
  return runs.map((run) => run.cells);
}

/** Anything but ASCII stands alone: its glyph may come from another font, whose width must not move the rest. */
function textStyle(cell) {
  const alone = /^[\x20-\x7e]$/.test(cell.text) ? '' : cell.column;
  return `${cell.foreground} ${cell.bold} ${cell.italic} ${alone}`;
}

function textElement(run, x, y) {
  const text = run.map((cell) => cell.text).join('');
  const blank = text.length - text.trimStart().length;
  const words = text.trim();
  if (words === '') return undefined;
  const [first] = run;
  const left = x + blank * CELL.width;
  const style = [first.bold && 'font-weight="bold"', first.italic && 'font-style="italic"'].filter(Boolean);
  // A length holds the columns in viewers that have another font; a single glyph must not be stretched by it.
  const fixed = words.length > 1 && run.length > 1 ? ` textLength="${words.length * CELL.width}"` : '';
  return `<text x="${left}" y="${y}" fill="${first.foreground}"${style.map((item) => ' ' + item).join('')}${fixed}>${escapeXml(words)}</text>`;
}

const FONT_FILES = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf', 'DejaVuSansMono-Oblique.ttf'];

function fontFiles() {
  const folders = ['/usr/share/fonts/truetype/dejavu', '/usr/share/fonts/dejavu', '/usr/share/fonts/TTF'];
  try {
    const manifest = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json');
    folders.unshift(join(dirname(manifest), 'ttf'));
  } catch {
    // Without the package a font of the system serves as well.
  }
  const folder = folders.find((candidate) => existsSync(join(candidate, FONT_FILES[0])));
  if (folder === undefined) {
    throw new Error('no DejaVu Sans Mono found: run "npm install", or install the package fonts-dejavu-core');
  }
  return FONT_FILES.map((file) => join(folder, file)).filter((file) => existsSync(file));
}

/** Only the named font files are used, so that every machine draws the same picture. */
export function toPng(svg) {
  const font = { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Mono' };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: SCALE } }).render().asPng();
}

async function main([input, columns, rows, output]) {
  const size = [columns, rows].map(Number);
  if (output === undefined || !size.every((side) => Number.isInteger(side) && side > 0)) {
    throw new Error('usage: node screenshots/render.mjs IN.ansi COLUMNS ROWS OUT.png|OUT.svg');
  }
  const svg = toSvg(await readScreen(await readFile(input, 'utf8'), ...size));
  await writeFile(output, output.endsWith('.svg') ? svg : toPng(svg));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`render: ${error.message}\n`);
    process.exitCode = 1;
  });
}
