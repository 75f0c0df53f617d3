/** The values of secrets are shown to who asks for them twice: by the flag, and at the terminal. */
import { createInterface } from 'node:readline';
import { wrap } from '../format/text';
import { UsageError } from './usage-error';

export interface SecretsOptions {
  readonly showSecrets?: boolean;
}

const narrowColumns = 72;

/** @param place where they will stand, for the question */
export async function mayShowSecrets({ showSecrets }: SecretsOptions, place: string): Promise<boolean> {
  if (showSecrets !== true) return false;
  // stdout may be on its way into a file.
  const screen = [process.stderr, process.stdout].find(({ isTTY }) => isTTY);
  if (!process.stdin.isTTY || screen === undefined)
    throw new UsageError('--show-secrets asks a question first, and there is no terminal to ask it on');
  const question = `Cookies, passwords and tokens of requests will stand ${place}. Show them? [y/N]`;
  screen.write(`${wrap(question, narrowColumns).join('\n')} `);
  return /^\s*y(?:es)?\s*$/i.test(await readLine());
}

/** Empty when there will be none. To loop over the lines would go on reading, and the process with it. */
function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      resolve('');
    });
  });
}
