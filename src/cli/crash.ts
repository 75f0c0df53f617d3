/** What is said of a bug. */
import { excerpt } from '../format/text';

/** One line; with UWTOP_DEBUG where it happened as well. */
export const crashText = (error: unknown): string =>
  `uwtop: this is a bug, please report it: ${described(error)}\n`;

function described(error: unknown): string {
  if (!(error instanceof Error)) return excerpt(String(error), longest);
  if (process.env['UWTOP_DEBUG']) return error.stack ?? error.message;
  return excerpt(`${error.name}: ${error.message.replace(/\s+/g, ' ')}`, longest);
}

const longest = 400;
