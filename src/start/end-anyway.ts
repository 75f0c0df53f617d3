/** The end of the program where a disk does not answer: Node waits for what was asked of it, in `process.exit` too. */

/** By then a disk that works has done the rest. */
const patienceMs = 1000;

/** Only a signal that nobody can handle ends a process one of whose threads stands in a system call. */
export function endAnyway(): void {
  setTimeout(() => {
    const isWaited = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
    if (isWaited) process.kill(process.pid, 'SIGKILL');
  }, patienceMs).unref();
}
