/** Whether recordings were typed where targets may be: they are told by their first line. */
import { UsageError } from './options';

export async function areRecordings(texts: readonly string[]): Promise<boolean> {
  const paths = texts.filter((text) => mayBePath.test(text));
  if (paths.length === 0) return false;
  const { isRecording } = await import('../recording/open');
  const found = await Promise.all(paths.map((path) => isRecording(pathOf(path))));
  const count = found.filter(Boolean).length;
  if (count > 0 && count < texts.length)
    throw new UsageError('recordings and other targets cannot be read together: give one or the other');
  return count > 0;
}

/** `file:` may stand before it, as before a saved snapshot. */
export const pathOf = (text: string): string => text.replace(/^file:/, '');

/** No file is looked for where `:1717` or `@shop` was typed. */
const mayBePath = /^(?!:|@|-$|\[|[a-z]+:\/\/)/i;
