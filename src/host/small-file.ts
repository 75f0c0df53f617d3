/** Small files of /proc, read at once. */
import { closeSync, openSync, readSync } from 'node:fs';

export type FileText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: string };

/** The kernel gives at most a page of most of these at a time; what is longer comes in pieces. */
const piece = Buffer.allocUnsafe(16_384);
const mostBytes = 4_000_000;

/**
 * Reads synchronously into one buffer: for the stat and statm of hundreds of processes that takes a sixth of the time and of
 * the CPU of 16 parallel promises, because the kernel answers from memory in microseconds and a trip through the thread pool
 * costs more than the answer. Only for files that wait for nobody: what takes the memory lock of the process that is looked
 * at (cmdline, environ, smaps_rollup) can hang as long as that process does.
 *
 * @param isEnough stops reading early, asked after each piece
 */
export function readSmallFile(path: string, isEnough?: (text: string) => boolean): FileText {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    let text = '';
    for (;;) {
      const length = readSync(file, piece, 0, piece.length, null);
      text += piece.toString('latin1', 0, length);
      if (length === 0 || text.length >= mostBytes || isEnough?.(text) === true) return { ok: true, text };
    }
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

export function codeOf(error: unknown): string {
  const isSystemError = typeof error === 'object' && error !== null && 'code' in error;
  return isSystemError && typeof error.code === 'string' ? error.code : 'unknown error';
}

/** In the words of a person. ESRCH: the process ended between opening and reading. */
export function explainCode(code: string): string {
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT' || code === 'ESRCH') return 'the process has ended';
  return code;
}
