/** The end of the program where a disk does not answer: Node waits for what was asked of it, in `process.exit` too. */

/** By then a disk that works has done the rest. */
const patienceMs = 1000;

/** A thread stands in a system call for a file. */
const isWaitedFor = (): boolean => process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));

/** Only a signal that nobody can handle ends a process that waits so. */
export function endAnyway(): void {
  setTimeout(() => {
    if (isWaitedFor()) process.kill(process.pid, 'SIGKILL');
  }, patienceMs).unref();
}

/** The same without waiting for connections: what is still open after `graceMs` ends with the process. */
export function exitSoon(exitCode: number, graceMs: number): void {
  setInterval(() => {
    if (!isWaitedFor()) process.exit(exitCode);
  }, graceMs).unref();
}
