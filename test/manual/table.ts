/** The commands as they are, and whatever they print of themselves. */
import { createProgram } from '../../src/cli/program';
import { readCommands } from '../../src/cli/read-commands';
import type { CommandTable } from '../../src/manual/command-table';

export function table(): CommandTable {
  // The build puts the version of package.json in its place.
  Object.assign(globalThis, { uwtopVersion: '1.2.3' });
  return readCommands(createProgram(() => undefined));
}
