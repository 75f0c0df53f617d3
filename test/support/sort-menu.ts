import type { Terminal } from './terminal';

/** Opens the menu of orders and chooses the column of this title. */
export async function sortBy(terminal: Terminal, title: string): Promise<void> {
  await terminal.send('s');
  await terminal.waitFor(/Sort by/);
  await terminal.send('Home');
  const screen = await terminal.waitFor(new RegExp(` ${title}\\s*$`, 'm'));
  const lines = screen.split('\n');
  const top = lines.findIndex((line) => /Sort by/.test(line));
  const steps = lines.findIndex((line) => new RegExp(`  ${title}\\s*$`).test(line)) - top - 1;
  await terminal.send(...Array.from({ length: steps }, () => 'j'), 'Enter');
}
