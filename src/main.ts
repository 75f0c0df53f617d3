/** The bin. Everything that is not needed to know what to do is loaded later. */
import { runCommandLine } from './cli/program';

// A reader that has gone is told to whoever writes, and as an event too, which would end us if nobody listened.
process.stdout.on('error', () => undefined);

void runCommandLine(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
