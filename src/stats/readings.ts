/** The ways in which a document can be read: where its working directory ends, and so what kind of document follows. */
import type { Layout } from './continuation';
import { rootShapes, type Shape } from './grammar';
import { rootPlace } from './place';
import { closingQuote, RawTexts } from './rawtext';

/** What Linux allows a working directory and one name in it, in bytes: nothing beyond can be the directory's end. */
const longestPath = 4096;
const longestName = 255;

/** A directory can be named like a piece of the document. Each guess costs a walk, so they are few. */
const mostGuesses = 4;

export interface Reading {
  readonly shape: Shape;
  /** Where the working directory's closing quote stands. */
  readonly end: number;
}

/** Every place where the working directory may end, with the kind of document that follows it then. */
export const readings = (text: string, layout: Layout | undefined): Reading[] => {
  const start = cwdStart(text);
  if (start === -1) return [];
  const texts = new RawTexts(text, layout);
  return rootShapes.flatMap((shape) => {
    const following = texts.exact(rootPlace(shape), { is: 'field', key: 'cwd' });
    return following === undefined ? [] : endsOf(text, start, following).map((end) => ({ shape, end }));
  });
};

const endsOf = (text: string, start: number, following: RegExp): number[] => {
  const limit = farthestEnd(text, start);
  const ends: number[] = [];
  let end = closingQuote(text, start, following, limit);
  while (end !== -1 && ends.length < mostGuesses) {
    ends.push(end);
    end = closingQuote(text, end + 1, following, limit);
  }
  return ends;
};

const farthestEnd = (text: string, start: number): number => {
  let nameStart = start;
  for (let slash = text.indexOf('/', start); slash !== -1; slash = text.indexOf('/', nameStart)) {
    if (slash - nameStart > longestName || slash - start > longestPath) break;
    nameStart = slash + 1;
  }
  return nameStart + longestName;
};

const cwdKey = '"cwd":"';

/** The numbers before the working directory take a few hundred characters at most. */
export const cwdStart = (text: string): number => {
  const at = text.slice(0, 1000).indexOf(cwdKey);
  return at === -1 ? -1 : at + cwdKey.length;
};

export const layoutOf = (text: string): Layout | undefined => {
  const breaks = /^\s{0,64}\{?\s{0,64}"version":"[^"]{0,64}",(\n\t)?"/.exec(text);
  if (breaks === null) return undefined;
  return breaks[1] === undefined ? 'minified' : 'pretty';
};
