/** Programs in a real terminal. Python's standard library can make one, and Node's cannot. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('terminal.py', import.meta.url));

/** What is missing, as a sentence to print; nothing when all is there. */
export function missingForTerminal() {
  if (process.platform !== 'linux')
    return 'processor time and memory are read from /proc, which only Linux has';
  return spawnSync('python3', ['-c', 'import pty']).status === 0 ? undefined : 'python3 is missing';
}

/** @returns for each round the seconds of each program */
export const race = (spec) => run('race', spec);

export const watch = (spec) => run('watch', spec);

async function run(command, spec) {
  const { stdout } = await promisify(execFile)('python3', [program, command, JSON.stringify(spec)], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout);
}
