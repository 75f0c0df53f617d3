/** `uwtop completion` and `uwtop man`: what the shell and the pager want to know of the commands. */
import { Argument, type Command } from 'commander';
import { completionHelp, manHelp } from './help-texts';
import type { Finished } from './exit-codes';

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

export function addManual(program: Command, finished: Finished): void {
  program
    .command('completion')
    .description('print the completion of the command line for a shell')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(shells))
    .exitOverride()
    .addHelpText('after', completionHelp)
    .action(async (shell: Shell) => {
      const { printCompletion } = await import('./manual');
      finished(await printCompletion(shell));
    });
  program
    .command('man')
    .description('print the man page')
    .exitOverride()
    .addHelpText('after', manHelp)
    .action(async () => {
      const { printManPage } = await import('./manual');
      finished(await printManPage());
    });
}
