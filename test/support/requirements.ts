import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The uWSGI to test against: the one that UWTOP_TEST_UWSGI names (`none` for no uWSGI), else the first in PATH.
 * Debian's `uwsgi` and `uwsgi-core` are one program; a build of one's own is usually called `uwsgi`.
 */
export function findUwsgi(): string | undefined {
  const named = process.env['UWTOP_TEST_UWSGI'];
  if (named !== undefined && named !== '') return named === 'none' ? undefined : named;
  return findProgram('uwsgi-core') ?? findProgram('uwsgi');
}

/** As findUwsgi, for code that cannot go on without. */
export function requireUwsgi(): string {
  const uwsgi = findUwsgi();
  if (uwsgi === undefined) {
    throw new Error('no uWSGI here; on Debian: apt-get install uwsgi-core uwsgi-plugin-python3');
  }
  return uwsgi;
}

/** Groups end-to-end tests that need a real uWSGI; without one they count as skipped, where all is required they fail. */
export const describeWithUwsgi: jest.Describe =
  findUwsgi() !== undefined || process.env['UWTOP_REQUIRE_ALL'] === '1' ? describe : describe.skip;

/** A server of OpenSSH, which stands where only root looks for programs. */
export const findSshd = (): string | undefined =>
  findProgram('sshd') ?? findProgram('sshd', '/usr/sbin:/sbin');

/** Groups tests against a real sshd; without one they count as skipped, where all is required they fail. */
export const describeWithSshd: jest.Describe =
  (findSshd() !== undefined && findProgram('ssh') !== undefined) || process.env['UWTOP_REQUIRE_ALL'] === '1'
    ? describe
    : describe.skip;

/** Groups tests that need this program; without it they count as skipped, where all is required they fail. */
export const describeWithProgram = (name: string): jest.Describe =>
  findProgram(name) !== undefined || process.env['UWTOP_REQUIRE_ALL'] === '1' ? describe : describe.skip;

/** Groups tests against a real Prometheus; without one they count as skipped, where all is required they fail. */
export const describeWithPrometheus: jest.Describe =
  (findProgram('prometheus') !== undefined && findProgram('promtool') !== undefined) ||
  process.env['UWTOP_REQUIRE_ALL'] === '1'
    ? describe
    : describe.skip;

export function findProgram(name: string, searchPath = process.env['PATH'] ?? ''): string | undefined {
  return searchPath
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
