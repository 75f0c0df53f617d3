/**
 * Mends the structure of a stats document. uWSGI prints names and paths as they are: a quote, a backslash or a newline in
 * one of them, a comma too many or a first brace too few, and JSON.parse is blind for as long as that lasts.
 */
import { rootShapes } from './grammar';
import { layoutOf, readings } from './readings';
import { walk, type Edit, type Walked } from './walk';

export type Repaired =
  | { readonly ok: true; readonly text: string; readonly places: number }
  | { readonly ok: false; readonly at: number; readonly cut: boolean };

/** Tries every reading of the document, the likeliest first, and takes the first that makes sense to its end. */
export const repairStructure = (text: string): Repaired => {
  const layout = layoutOf(text);
  let failure: Extract<Walked, { ok: false }> | undefined;
  for (const reading of [...readings(text, layout), { shape: rootShapes[0], end: undefined }]) {
    if (reading.shape === undefined) continue;
    const walked = walk(text, reading.shape, layout, reading.end);
    if (walked.ok) return { ok: true, text: mend(text, walked.edits), places: walked.edits.length };
    if (failure === undefined || walked.at > failure.at) failure = walked;
  }
  return failure ?? { ok: false, at: 0, cut: false };
};

/** Pieces of the text between the mended places: a long document is not copied once per place. */
const mend = (text: string, edits: readonly Edit[]): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, replacement } of edits.toSorted((one, other) => one.start - other.start)) {
    pieces.push(text.slice(from, start), replacement);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
};
