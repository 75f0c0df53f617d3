/** Whether recordings were typed where targets may be: they are told by their first line. */
import { stat } from 'node:fs/promises';
import { UsageError } from './usage-error';

export async function areRecordings(texts: readonly string[]): Promise<boolean> {
  const paths = texts.filter((text) => mayBePath.test(text)).map(pathOf);
  const isFile = await Promise.all(paths.map(isRegularFile));
  const files = paths.filter((_, index) => isFile[index]);
  if (files.length === 0) return false;
  const { isRecording } = await import('../recording/open');
  // An empty one is told as that, not as a target that nobody can write so.
  const found = await Promise.all(files.map(async (path) => isNamedSo(path) || (await isRecording(path))));
  const count = found.filter(Boolean).length;
  if (count > 0 && count < texts.length)
    throw new UsageError('recordings and other targets cannot be read together: give one or the other');
  return count > 0;
}

/** `file:` may stand before it, as before a saved snapshot. */
export const pathOf = (text: string): string => text.replace(/^file:/, '');

/** No file is looked for where `:1717` or `@shop` was typed. */
const mayBePath = /^(?!:|@|-$|\[|[a-z]+:\/\/)/i;

const isNamedSo = (path: string): boolean => /\.ndjson(?:\.gz)?$/.test(path);

const isRegularFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
