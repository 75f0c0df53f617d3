/** Text as roff has it: nothing of it is taken for a request, and dashes stay what can be copied. */

import { wrap } from '../format/text';

export const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll(
      /[\u0080-\uffff]/g,
      (character) => `\\[u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );

/** A line of its own: a dot at its beginning is text too. */
const line = (text: string): string => escaped(text).replace(/^\./, '\\&.');

const lineLength = 56;

/** Running text, in lines that a person can read in the source as well. */
export const flowing = (text: string): string => wrap(text, lineLength).map(line).join('\n');

export const section = (title: string, ...blocks: readonly string[]): string =>
  [`.SH ${title}`, ...blocks].join('\n');

export const subsection = (title: string, ...blocks: readonly string[]): string =>
  [`.SS ${escaped(title)}`, ...blocks].join('\n');

/** Words under a term: of a term its first line only is bold. */
export const item = (term: string, text: string): string => `.TP\n${term}\n${flowing(text)}`;

export const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;

export const italic = (text: string): string => `\\fI${escaped(text)}\\fR`;

/** Blocks of text; where lines are set in, columns stay columns. */
export const paragraphs = (blocks: readonly string[]): string =>
  blocks.map((block) => (/^ /m.test(block) ? verbatim(block) : flowing(unwrapped(block)))).join('\n.PP\n');

const verbatim = (block: string) => ['.nf', ...block.split('\n').map(line), '.fi'].join('\n');

const unwrapped = (block: string) => block.replaceAll(/\s+/g, ' ');
