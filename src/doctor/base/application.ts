/** The base of an instance with an application in it. */
import { isBefore } from '../../model/uwsgi-version';
import { type Block, dieOnTerm, line, type Line, master, names, strict, vacuum } from './line';

export type ApplicationKind = 'wsgi' | 'django' | 'flask' | 'docker';

const modules: Readonly<Record<ApplicationKind, string>> = {
  wsgi: 'module = app:application',
  django: 'module = project.wsgi:application',
  flask: 'module = app:app',
  docker: 'module = app:application',
};

export function applicationBlocks(kind: ApplicationKind, version: string | undefined): readonly Block[] {
  const isDocker = kind === 'docker';
  return [
    { title: '-- start and end', lines: starting(isDocker, version) },
    {
      title: '-- application',
      lines: [
        ...application(kind),
        line(
          'need-app = true',
          'An application that cannot be loaded ends the start, instead of answering with errors.',
        ),
      ],
    },
    { title: '-- requests', lines: requests(isDocker) },
    { title: '-- workers', lines: workers },
    { title: '-- recycling, against leaks', lines: recycling(version) },
    { title: '-- to see what happens', lines: watching(isDocker) },
  ];
}

function starting(isDocker: boolean, version: string | undefined): readonly Line[] {
  const isDebian = version?.endsWith('-debian') === true;
  const plugins = 'plugins = python3,cheaper_busyness';
  return [
    strict,
    line(
      isDebian ? plugins : `; ${plugins}`,
      'Only for packages of distributions, which have the plugins in files of their own.',
    ),
    master,
    line('uid = www-data', 'A hole in the application is not one in the machine.'),
    line('gid = www-data', 'Of that user; a start without root passes over both.'),
    dieOnTerm,
    vacuum,
    names,
    line(`procname-prefix-spaced = ${isDocker ? 'web' : 'app'}`, 'And one application from the other.'),
  ];
}

const application = (kind: ApplicationKind): readonly Line[] => [
  line(`chdir = ${kind === 'docker' ? '/app' : '/srv/app'}`, 'Where its code is.'),
  line(modules[kind], 'The module, and the name of the WSGI callable in it.'),
  ...(kind === 'docker' ? [] : [line('; home = /srv/app/venv', 'Its virtual environment.')]),
  ...(kind === 'django'
    ? [line('env = DJANGO_SETTINGS_MODULE=project.settings', 'The settings of this place.')]
    : []),
  line('single-interpreter = true', 'C extensions expect one interpreter in a process.'),
  line(
    'enable-threads = true',
    'Threads of the application run (agents, schedulers): before 2.0.27 they would stand still.',
  ),
  line(
    'py-call-osafterfork = true',
    'Mends signals after a fork. Take it out with Python 3.13 or later, which it aborts.',
  ),
];

const requests = (isDocker: boolean): readonly Line[] => [
  isDocker
    ? {
        ...line(
          'http-socket = 0.0.0.0:8000',
          'HTTP for the proxy; where there is none, http = 0.0.0.0:8000 takes the clients on.',
        ),
        ignores: 'L75 - the proxy is outside of the container',
      }
    : line(
        'socket = /run/app/uwsgi.sock',
        'For nginx: uwsgi_pass unix:/run/app/uwsgi.sock. The folder has to be there.',
      ),
  ...(isDocker
    ? []
    : [line('chmod-socket = 660', 'For nginx in the group of the socket, and for nobody else.')]),
  line('buffer-size = 16384', 'Requests with large cookies fit; beyond it they are dropped.'),
  line(
    'post-buffering = 8192',
    'A slow upload is read before the application begins: harakiri does not hit it.',
  ),
  line('harakiri = 55', 'Ends a request that hangs, before nginx gives up at 60 s.'),
  line('harakiri-verbose = true', 'And writes down where it hung.'),
];

const workers: readonly Line[] = [
  line('processes = 8', 'At the most: as many as the memory holds.'),
  line('cheaper = 2', 'So few stay when there is little to do.'),
  line('cheaper-initial = 4', 'So many begin, before anything is known of the load.'),
  line('cheaper-step = 2', 'So many more at a time.'),
  line('cheaper-algo = busyness', 'By how much of their time the workers are busy.'),
  line('cheaper-overload = 10', 'Looked at over so many seconds: shorter, and a burst is taken for load.'),
  line('cheaper-busyness-min = 20', 'Below this one goes,'),
  line(
    'cheaper-busyness-max = 70',
    'above this more come: far enough apart, so that they do not come and go.',
  ),
];

/** An older one with `strict` does not start with the option. */
const recycling = (version: string | undefined): readonly Line[] => [
  line('max-requests = 5000', 'A worker is replaced after so many requests,'),
  ...(isBefore(version, '2.0.29') === true
    ? []
    : [
        line(
          'max-requests-delta = 100',
          'each later than the one before it. With strict: from uWSGI 2.0.29 on, else take it out.',
        ),
      ]),
  line('max-worker-lifetime = 3600', 'after so many seconds,'),
  line('max-worker-lifetime-delta = 60', 'one after the other: longer than the application takes to start,'),
  line(
    'reload-on-rss = 256',
    'and when it holds so many MB at the end of a request: 1.3 times what a fresh one takes.',
  ),
  line('worker-reload-mercy = 60', 'It may end its request first: longer than harakiri.'),
];

const watching = (isDocker: boolean): readonly Line[] => [
  line(
    `stats = ${isDocker ? '127.0.0.1:1717' : '/run/app/stats.sock'}`,
    'What uwtop reads. For this machine only: it tells cookies.',
  ),
  line('memory-report = true', 'With the memory of the workers.'),
  line(
    `py-tracebacker = ${isDocker ? '/tmp' : '/run/app'}/tracebacker.`,
    'Where a stuck worker stands: uwsgi --connect-and-read of the socket of its number.',
  ),
  line('disable-logging = true', 'Not a line for each request, which the proxy writes already,'),
  line('log-4xx = true', 'but for those that failed'),
  line('log-5xx = true', 'on either side.'),
];
