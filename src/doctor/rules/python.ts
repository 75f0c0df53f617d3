/** What the Python plugin wants to be told. */
import { hasPythonApplication } from '../applications';
import type { ConfigFacts } from '../config-facts';
import type { ConfigRule } from '../rule';
import { shownOption } from '../shown-option';
import { lacksThreads } from '../side-effects';
import { isBefore } from '../../model/uwsgi-version';

const osAfterForkOnNewPython: ConfigRule = {
  id: 'L35',
  name: 'osafterfork-on-new-python',
  severity: 'error',
  why: 'From Python 3.13 on the call aborts the worker, and so does the next one in its place.',
  versions: 'with Python 3.13 or later',
  check: (facts) => {
    const option = facts.last('py-call-osafterfork');
    const python = newPython(facts);
    if (option === undefined || python === undefined || !isInForce(facts)) return [];
    const message = `py-call-osafterfork aborts every worker of Python ${python}`;
    return [{ message, fix: 'py-call-uwsgi-fork-hooks = true', origin: option.origin }];
  },
};

/** The hooks of uWSGI's own take its place. */
const isInForce = (facts: ConfigFacts): boolean =>
  facts.isOn('py-call-osafterfork') && !facts.isOn('py-call-uwsgi-fork-hooks');

/** As the plugin or a path names it; most configurations do not say. */
function newPython(facts: ConfigFacts): string | undefined {
  const places = facts.all('plugins', 'home', 'pythonpath', 'python-path', 'pp');
  for (const { value = '' } of places) {
    const minor = Number(/python3\.?(\d{2})(?!\d)/.exec(value)?.[1] ?? 0);
    if (minor >= 13) return `3.${minor}`;
  }
  return undefined;
}

const osAfterForkWithEvilReload: ConfigRule = {
  id: 'L36',
  name: 'osafterfork-with-evil-reload',
  severity: 'warning',
  why: 'Workers that are killed for their memory while the call is on were seen to crash one after the other.',
  check: (facts) => {
    const option = facts.last('evil-reload-on-rss');
    if (option === undefined || !isInForce(facts)) return [];
    const message = `${shownOption(option)} together with py-call-osafterfork can end in a loop of segfaults`;
    const fix = `reload-on-rss = ${facts.number('evil-reload-on-rss') ?? 512}`;
    return [{ message, fix, origin: option.origin }];
  },
};

const threadsNotEnabled: ConfigRule = {
  id: 'L37',
  name: 'threads-not-enabled',
  severity: 'warning',
  why: 'Threads that the application starts (agents, schedulers, error reporters) never run between requests.',
  versions: 'before 2.0.27',
  check: (facts) => {
    if (!hasPythonApplication(facts) || !lacksThreads(facts)) return [];
    if (isBefore(facts.host.uwsgiVersion, '2.0.27') === false) return [];
    return [
      {
        message: 'enable-threads is not set: before 2.0.27 threads of the application stand still',
        fix: 'enable-threads = true',
      },
    ];
  },
};

const autoReload: ConfigRule = {
  id: 'L62',
  name: 'py-auto-reload',
  severity: 'warning',
  why: 'It looks at every module of the application again and again, and reloads on half a deployment: for development only.',
  check: (facts) => {
    const option = facts.last('py-auto-reload');
    const seconds = facts.number('py-auto-reload') ?? 0;
    if (option === undefined || seconds <= 0) return [];
    const message = `${shownOption(option)} scans all modules every ${seconds} s`;
    return [{ message, fix: 'touch-reload = /path/to/app.ini', origin: option.origin }];
  },
};

const noTracebacker: ConfigRule = {
  id: 'L64',
  name: 'no-tracebacker',
  severity: 'info',
  why: 'Without it nobody can ask a stuck worker where in the code it stands.',
  check: (facts) => {
    if (!hasPythonApplication(facts) || !facts.lacks('py-tracebacker')) return [];
    const message = 'py-tracebacker is not set: a stuck worker cannot show its stack';
    return [{ message, fix: 'py-tracebacker = /run/uwsgi/tracebacker.' }];
  },
};

/** The last is a misspelling with a rule of its own. */
const forkOptions = ['py-call-osafterfork', 'py-call-uwsgi-fork-hooks', 'py-callos-afterfork'] as const;

const noForkHooks: ConfigRule = {
  id: 'L85',
  name: 'no-fork-hooks',
  severity: 'info',
  why: 'Python does not learn that it was forked: handlers of signals stay silent, and locks held at the fork stay held.',
  versions: 'py-call-uwsgi-fork-hooks: from 2.0.21 on',
  check: (facts) => {
    if (!hasPythonApplication(facts)) return [];
    if (!facts.lacks(...forkOptions, 'lazy-apps', 'lazy')) return [];
    const isOld = isBefore(facts.host.uwsgiVersion, '2.0.21') === true;
    const message = 'neither py-call-osafterfork nor py-call-uwsgi-fork-hooks: Python misses the fork';
    return [{ message, fix: isOld ? 'py-call-osafterfork = true' : 'py-call-uwsgi-fork-hooks = true' }];
  },
};

export const pythonRules: readonly ConfigRule[] = [
  osAfterForkOnNewPython,
  osAfterForkWithEvilReload,
  threadsNotEnabled,
  autoReload,
  noTracebacker,
  noForkHooks,
];
