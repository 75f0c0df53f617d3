/** What `uwtop serve` prints instead of serving: rules, dashboard, the hash of a password. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { hashPassword } from '../serve/passwords';
import { dashboard } from '../serve/prometheus/dashboard';
import rules from '../serve/prometheus/rules.yaml';
import type { ServeOptions } from './serve-program';
import { write } from './write';
import { UsageError } from './usage-error';

/** Whether there was such a thing to print. */
export async function printForServing(options: ServeOptions): Promise<boolean> {
  const text = await wanted(options);
  if (text === undefined) return false;
  await write(process.stdout, text);
  return true;
}

async function wanted({ printRules, printDashboard, hashPassword: hashes }: ServeOptions) {
  if (printRules) return rules;
  if (printDashboard) return `${JSON.stringify(dashboard(), null, 2)}\n`;
  if (!hashes) return undefined;
  const password = await readPassword();
  if (password === '') throw new UsageError('--hash-password: stdin has no password');
  return `${await hashPassword(password)}\n`;
}

/** The first line of stdin; what is typed is not shown. */
function readPassword(): Promise<string> {
  const { stdin, stderr } = process;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
  if (stdin.isTTY) stderr.write('Password: ');
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      if (stdin.isTTY) stderr.write('\n');
      resolve('');
    });
  });
}
