/** The program. Everything that is not needed to know what to do is loaded later. */
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { runCommandLine } from './cli/program';
import { endAnyway } from './start/end-anyway';
import { exitCodes } from './cli/exit-codes';

export { hasOpened } from './start/has-opened';

// A reader that has gone is told to whoever writes, and as an event too, which would end us if nobody listened.
process.stdout.on('error', () => undefined);

void runCommandLine(process.argv.slice(2))
  .catch(sayBug)
  .then((exitCode) => {
    process.exitCode = exitCode;
    if (exitCode === hangup && !isatty(0)) dieOfHangup();
    endAnyway();
  });

async function sayBug(error: unknown): Promise<number> {
  const { crashText } = await import('./cli/crash');
  process.stderr.write(crashText(error));
  return exitCodes.nothingRead;
}

const hangup = 128 + constants.signals.SIGHUP;

/** At its own end Node resets the terminal, and aborts with a core dump when that is gone. The signal itself does not. */
function dieOfHangup(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}
