/** Files, variables and exit codes, for the man page. */

type Entry = readonly [name: string, text: string];

export const files: readonly Entry[] = [
  [
    '$XDG_CONFIG_HOME/uwtop/config.yaml',
    'uwtop\'s own configuration; ~/.config/uwtop/config.yaml where that variable is not set. "uwtop config" prints one.',
  ],
  ['/proc', 'uWSGI instances of this machine, their limits, memory and the queues of their sockets.'],
  ['~/.ssh/config', 'read by ssh for addresses that begin with ssh://.'],
];

export const environment: readonly Entry[] = [
  ['UWTOP_CONFIG', 'the configuration file to read; --config counts before it.'],
  ['UWTOP_INTERVAL', 'time between two polls, as after --interval.'],
  ['UWTOP_THEME', 'colours of the screens, as after --theme.'],
  ['NO_COLOR', 'no colours, where it is set and not empty.'],
  ['XDG_CONFIG_HOME', 'where the configuration file is looked for.'],
  ['LC_ALL, LC_CTYPE, LANG', 'whether the terminal shows UTF-8; else ASCII only is drawn.'],
  ['TERM', 'what the terminal can do; dumb: one round is printed.'],
];

export const exitStatuses: readonly Entry[] = [
  ['0', 'fine; of uwtop check: OK.'],
  ['1', 'nothing could be read; of uwtop check: WARNING; of uwtop doctor: an error was found.'],
  ['2', 'wrong usage; of uwtop check: CRITICAL.'],
  ['3', 'only of uwtop check: UNKNOWN, wrong usage too.'],
  ['129, 130, 131, 143', 'ended by SIGHUP, SIGINT, SIGQUIT, SIGTERM.'],
];
