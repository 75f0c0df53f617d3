/** `--sort help`: what tables can be ordered by, and which columns they have. */
import { columnsText } from '../output/columns';
import { outputColumns, write } from './write';

export async function printColumns(): Promise<void> {
  await write(process.stdout, columnsText(outputColumns()));
}
