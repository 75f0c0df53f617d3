/** Names of files that follow one another: day.ndjson.gz, day.2.ndjson.gz, day.3.ndjson.gz … */
import { basename, dirname, join } from 'node:path';

const mostFiles = 1_000_000;

/**
 * Opens the next one that is not there yet.
 *
 * @param path of the first; `current`: the one that is written now
 */
export async function nextName<Opened>(
  path: string,
  current: string,
  open: (path: string) => Promise<Opened>,
): Promise<{ readonly path: string; readonly file: Opened }> {
  for (let number = numberIn(path, current) + 1; number < mostFiles; number++) {
    const next = numbered(path, number);
    try {
      return { path: next, file: await open(next) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error('there are too many files');
}

export function numbered(path: string, number: number): string {
  const name = basename(path);
  const { stem, extension } = parts(name);
  return join(dirname(path), `${stem}.${number}${extension}`);
}

/** Of a name that is known by itself; the first of them has none. */
export function numberOf(path: string): number {
  const { stem } = parts(basename(path));
  return Number(/\.(\d{1,7})$/.exec(stem)?.[1] ?? 1);
}

function numberIn(path: string, current: string): number {
  if (path === current) return 1;
  const { stem } = parts(basename(path));
  return Number.parseInt(basename(current).slice(stem.length + 1), 10) || 1;
}

/** `.ndjson.gz` is one ending. */
function parts(name: string): { readonly stem: string; readonly extension: string } {
  const extension = /(?:\.[a-z]\w{0,9})?(?:\.gz)?$/i.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - extension.length), extension };
}
