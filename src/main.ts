/** The bin: loads the program, compiled already where it has run before. */
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { CompiledStore, storeFolder } from './start/compiled-store';
import { runScript } from './start/run-script';

/** Of the text of the program: set when it is built. */
declare const uwtopProgramId: string;

const folder = storeFolder(process.env);
// What the screens need and what a pipe needs of the program have little in common.
const name = `${uwtopProgramId}-${process.version}-${process.arch}-${isatty(1) ? 'screens' : 'pipe'}`;
const store = folder === undefined ? undefined : new CompiledStore(folder, name);
runScript(join(__dirname, 'program.js'), store);
