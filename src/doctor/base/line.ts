/** What a base is made of, and the lines that every base has. */

export interface Line {
  readonly why: string;
  /** 'harakiri = 55' */
  readonly text: string;
  /** A rule that warns of what is meant here, and why it is: 'L75 - the proxy is another container'. */
  readonly ignores?: string;
}

export interface Block {
  readonly title: string;
  readonly lines: readonly Line[];
}

export const line = (text: string, why: string): Line => ({ text, why });

export const strict = line('strict = true', 'A misspelt option ends the start, instead of doing nothing.');
export const master = line(
  'master = true',
  'Starts a worker again that ends, and reloads without losing a request.',
);
export const dieOnTerm = line(
  'die-on-term = true',
  'systemd, docker and supervisor stop with SIGTERM, on which uWSGI 2.0 would reload.',
);
export const vacuum = line('vacuum = true', 'Removes its sockets at the end.');
export const names = line('auto-procname = true', 'ps tells the master from the workers.');
