/** What may not be in a text that leaves the program. */

/** Whatever moves a terminal, hides itself, or is no character. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** @param breaks what may stand between lines */
export function textProblems(way: string, content: string, breaks = '\n'): string[] {
  const found = unsafe.exec(content.replaceAll(breaks, ''));
  if (found === null) return [];
  const code = found[0].codePointAt(0)?.toString(16) ?? '';
  const near = content.replaceAll(breaks, '').slice(Math.max(0, found.index - 60), found.index + 20);
  return [`${way}: U+${code} in ${JSON.stringify(near)}`];
}

/** One document on one line. */
export function lineProblems(way: string, line: string): string[] {
  const broken = line.indexOf('\n') === line.length - 1 ? [] : [`${way}: not one line`];
  return [...broken, ...textProblems(way, line.slice(0, -1), '\r\n'), ...jsonProblems(way, line)];
}

function jsonProblems(way: string, content: string): string[] {
  try {
    JSON.parse(content);
    return [];
  } catch (error) {
    return [`${way}: ${String(error)}`];
  }
}

/** A document over several lines. */
export const jsonTextProblems = (way: string, content: string): string[] => [
  ...textProblems(way, content),
  ...jsonProblems(way, content),
];

/** What nobody means to say, and a number that is none says for him. Foreign texts say none of these words. */
const noWord = /\b(?:NaN|Infinity|undefined|null|\[object)\b/;
/** Not that of a piece of JSON, which a name may have become. */
const noNumber = /(?<=^|[ /(])-?\d(?:\.\d+)?e[+-]\d/m;

/** @param isQuoting numbers as somebody wrote them */
export function wordProblems(way: string, content: string, isQuoting = false): string[] {
  const found = noWord.exec(content) ?? (isQuoting ? null : noNumber.exec(content));
  if (found === null) return [];
  const near = content.slice(Math.max(0, found.index - 60), found.index + 40);
  return [`${way}: no word for people: ${JSON.stringify(near)}`];
}
