/** What reading a configuration asks of the world, handed in so that the reading itself stays pure. */
import type { Result } from '../result';

/** `unknown`: something is there or not, nobody may look. */
export type PathKind = 'file' | 'directory' | 'other' | 'missing' | 'unknown';

/** All paths are absolute. */
export interface ConfigSource {
  /** The text of a file, or why not, as the end of a sentence: 'it does not exist'. */
  read(path: string): Result<string, string>;
  kindOf(path: string): PathKind;
  /** The path that uWSGI derives its magic variables from: links resolved, unless the file itself is one. */
  canonical(path: string): string | undefined;
  /** The paths that match, sorted, each as a shell would write it; undefined: cannot tell. */
  glob(pattern: string): readonly string[] | undefined;
}

/** The machine and the program, for the magic variables that depend on them; what is left out is unknown. */
export interface StartFacts {
  readonly hostName?: string;
  readonly cpuCount?: number;
  readonly userId?: number;
  readonly userName?: string;
  readonly groupId?: number;
  readonly groupName?: string;
  readonly version?: string;
  readonly binaryPath?: string;
}

/** How a uWSGI was started. */
export interface Start {
  /** All words, the program first, as in /proc/PID/cmdline. */
  readonly commandLine?: readonly string[];
  /** As in /proc/PID/environ, in its order; left out: nobody knows it, and so no `$(NAME)` either. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The directory in which it was started, which `chdir` does not change: PWD of the environment often tells it. */
  readonly startDirectory: string;
  /** Configuration files, read as by `--ini FILE` and the like. */
  readonly files?: readonly string[];
  readonly facts?: StartFacts;
}
