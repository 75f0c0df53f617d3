/** What the operating system reports of files that cannot be written, in words. */
import { displayText } from './text';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'there is no such folder',
  EISDIR: 'it is a folder',
  EFBIG: 'the file may not become larger',
  EIO: 'the disk fails',
};

/** Why nothing can be written, in a few words. */
export function whyNotWritten(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? displayText(message, 200);
}
