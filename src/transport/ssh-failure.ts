/** What ssh says when something fails, in the words of the monitor. */
import { excerpt } from '../format/text';
import type { Failure, FailureCode } from '../model/failure';

/** By what tells most: the last line may be only of what followed from it. */
const complaints: readonly (readonly [FailureCode, RegExp])[] = [
  ['ssh-host-key-changed', /host identification has changed/i],
  ['ssh-host-key', /host key verification failed|no matching host key|key is known for/i],
  ['ssh-auth', /permission denied|authentication fail|no more authentication/i],
  ['name-not-found', /could not resolve hostname/i],
  [
    'ssh-unreachable',
    /connect to host|connection (closed|reset|refused|timed out)|timed? ?out|broken pipe|not responding/i,
  ],
];

/** What a shell says with its exit code of a program that is not there. */
const notFound = 127;

/** Why an ssh ended that was never ready. */
export function failureOfStart(lines: readonly string[], exitCode: number | null): Failure {
  if (exitCode === notFound) return { code: 'ssh-missing' };
  for (const [code, pattern] of complaints) {
    const line = lines.findLast((said) => pattern.test(said));
    if (line !== undefined)
      return { code, ...(code !== 'ssh-host-key-changed' && { detail: detailOf(line) }) };
  }
  return { code: 'ssh-failed', ...endingOf(lines) };
}

/** The last words of an ssh that had been ready. */
export const failureOfEnd = (lines: readonly string[]): Failure => ({
  code: 'reset',
  detail: endingOf(lines).detail ?? 'the ssh connection ended',
});

export const failureOfForward = (lines: readonly string[]): Failure => ({
  code: 'ssh-failed',
  ...endingOf(lines),
});

function endingOf(lines: readonly string[]): Pick<Failure, 'detail'> {
  const last = lines.at(-1);
  return last === undefined ? {} : { detail: detailOf(last) };
}

const refusal = /^channel \d+: open failed: (.+)$/;

export const isRefusal = (line: string): boolean => refusal.test(line);

/** Why the far end opened no connection: `administratively prohibited: open failed`, `connect failed: …`. */
export function failureOfRefusal(line: string): Failure {
  const [, reason = ''] = refusal.exec(line) ?? [];
  if (/^administratively prohibited/.test(reason)) return { code: 'ssh-forbidden' };
  const told = reason.replace(/^connect failed: /, '');
  // Of a UNIX socket sshd tells no reason.
  return { code: 'ssh-far-end', ...(told !== 'open failed' && { detail: detailOf(told) }) };
}

const longestDetail = 120;

const detailOf = (line: string): string => excerpt(line.trim().replace(/\.$/, ''), longestDetail);

export const linesOf = (text: string): string[] =>
  text.split(/\r?\n|\r/).filter((line) => line.trim() !== '');
