/** Prints what is generated from the table of commands. */
import { bashCompletion } from '../manual/bash';
import type { CommandTable } from '../manual/command-table';
import { fishCompletion } from '../manual/fish';
import { manPage } from '../manual/man-page';
import { zshCompletion } from '../manual/zsh';
import { keyBindings } from '../ui/key-table';
import type { Shell } from './manual-program';
import { createProgram } from './program';
import { readCommands } from './read-commands';
import { write } from './write';
import { exitCodes } from './exit-codes';

const completions: Readonly<Record<Shell, (table: CommandTable) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const printCompletion = (shell: Shell): Promise<number> => print(completions[shell](commandTable()));

export const printManPage = (): Promise<number> =>
  print(manPage(commandTable(), keyBindings, new Date().toISOString().slice(0, 10)));

const commandTable = () => readCommands(createProgram(() => undefined));

async function print(text: string): Promise<number> {
  await write(process.stdout, text);
  return exitCodes.fine;
}
