/**
 * The way out to the terminal. Node stays in each write until the terminal has taken it, and does nothing else meanwhile:
 * a window that hangs would keep a master waiting whose answer is half read. Here nobody waits for the terminal but what
 * is meant for it.
 */
interface Handle {
  readonly fd: number;
  setBlocking(wanted: boolean): void;
  close(): void;
}

/** What is still to be written when the program is over has so long to go out. */
const patienceMs = 1000;

/** Node's handle, where it has opened the terminal anew: the one that we were given is the shell's as well. */
function ownHandle(): Handle | undefined {
  const { _handle: handle, isTTY } = process.stdout as {
    readonly _handle?: Handle;
    readonly isTTY?: boolean;
  };
  return isTTY === true && handle !== undefined && handle.fd > 2 ? handle : undefined;
}

/** The reader of our output is behind: something waits in line. */
export const isBehind = (): boolean => process.stdout.writableLength > 0;

export function writeWithoutWaiting(): void {
  ownHandle()?.setBlocking(false);
}

/** For the last words before a stop or an end, which must be out by then; not while others stand in line. */
export function writeAtOnce(): void {
  if (!isBehind()) ownHandle()?.setBlocking(true);
}

/** At once where nothing waits in line. */
export function whenWritten(proceed: () => void): void {
  if (isBehind()) process.stdout.write('', proceed);
  else proceed();
}

/** To stderr, behind what stands in line for the terminal; nothing to a terminal that was given up: it would wait for ever. */
export function sayLast(text: string, proceed: () => void = () => undefined): void {
  whenWritten(() => {
    const isLost = process.stdout.errored !== null && process.stderr.isTTY;
    if (!isLost) process.stderr.write(text);
    proceed();
  });
}

/** A terminal that reads no more does not keep the program from its end. */
export function giveUpSoon(): void {
  if (isBehind()) setTimeout(() => ownHandle()?.close(), patienceMs).unref();
}
