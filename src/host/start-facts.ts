/** How a master was started, which is where its limits are found: command line, environment, working directory. */
import { readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArguments, parseStat } from './process-text';
import { codeOf, explainCode } from './small-file';

/** Each part where it can be known; what is there is true, but without the rest it may not be all. */
export interface StartFacts {
  readonly commandLine?: readonly string[] | undefined;
  /** All of it: a configuration may speak of any variable as $(NAME). Not for showing. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** As it is now: after `chdir`, so a relative path on the command line may stand against another folder. */
  readonly cwd?: string | undefined;
  /** That of the process that started it, where it still is: an emperor stays in the folder of its vassals. */
  readonly parentCwd?: string | undefined;
  /** Why something is missing. */
  readonly reason?: string | undefined;
}

export async function readStartFacts(masterPid: number, procRoot = '/proc'): Promise<StartFacts> {
  const folder = join(procRoot, String(masterPid));
  const [command, environ, cwd, parentCwd] = await Promise.all([
    attempt('cmdline', readFile(join(folder, 'cmdline'), 'utf8')),
    attempt('environ', readFile(join(folder, 'environ'), 'utf8')),
    attempt('cwd', readlink(join(folder, 'cwd'))),
    cwdOfParent(folder, procRoot),
  ]);
  const isTitled = command.text !== undefined && isOverwritten(command.text, environ.text);
  const title = isTitled ? 'its process title (auto-procname) was written over its command line' : undefined;
  const reasons = [command.reason, title, environ.reason, cwd.reason].filter(
    (reason) => reason !== undefined,
  );
  return {
    commandLine: command.text === undefined || isTitled ? undefined : parseArguments(command.text),
    environment: environ.text === undefined ? undefined : variablesOf(environ.text),
    cwd: cwd.text,
    ...(parentCwd !== undefined && { parentCwd }),
    reason: reasons.length === 0 ? undefined : reasons.join('; '),
  };
}

/** Not worth a reason: whoever started it from a shell has gone, or is of somebody else. */
async function cwdOfParent(folder: string, procRoot: string): Promise<string | undefined> {
  const stat = await readFile(join(folder, 'stat'), 'latin1').catch(() => '');
  const parent = parseStat(stat)?.parentPid ?? 0;
  // What the system's first process started was started by nobody in particular.
  if (parent <= 1) return undefined;
  return readlink(join(procRoot, String(parent), 'cwd')).catch(() => undefined);
}

/**
 * uWSGI makes room for a title by filling a stretch of memory with blanks, from the command line on: with many arguments
 * it ends within them and the last ones stay, with few it goes on into the environment. A title that fits by chance is
 * told by its blanks: `uWSGI master` is no name of a program.
 */
export function isOverwritten(commandLine: string, environ: string | undefined): boolean {
  if (/^[^\0]*\0 +(\0|$)/.test(commandLine) || environ?.startsWith(' ') === true) return true;
  const [program = '', ...more] = parseArguments(commandLine);
  return more.length === 0 && basename(program).includes(' ');
}

/** The first of two equal names counts, as for getenv. */
export function variablesOf(environ: string): Record<string, string> {
  const all = environ.split('\0');
  // After the blanks of a title comes the rest of the variable in which they end.
  const whole = environ.startsWith(' ') ? all.slice(2) : all;
  const variables = whole.flatMap((text) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(variables.reverse());
}

type Attempt =
  | { readonly text: string; readonly reason?: undefined }
  | { readonly text?: undefined; readonly reason: string };

const attempt = (name: string, reading: Promise<string>): Promise<Attempt> =>
  reading.then(
    (text) => (text === '' && name === 'cmdline' ? { reason: 'cmdline: empty' } : { text }),
    (error: unknown) => ({ reason: `${name}: ${explainCode(codeOf(error))}` }),
  );
