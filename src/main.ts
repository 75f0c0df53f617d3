/** The bin. Everything that is not needed to know what to do is loaded later. */
import { runCommandLine } from './cli/program';

void runCommandLine(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
