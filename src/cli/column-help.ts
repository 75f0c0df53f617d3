/** `--sort help`: what tables can be ordered by, and which columns they have. */
import { columnsText } from '../output/columns';
import { pipeColumns, write } from './write';

export async function printColumns(): Promise<void> {
  await write(process.stdout, columnsText(process.stdout.isTTY ? process.stdout.columns : pipeColumns));
}
