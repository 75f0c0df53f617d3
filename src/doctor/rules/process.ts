/** How uWSGI starts and ends, and by what name its processes go. */
import { excerpt } from '../../format/text';
import type { ConfigFacts } from '../config-facts';
import { plainPlaceholders } from '../plain-placeholders';
import type { ConfigRule } from '../rule';
import { shownOption } from '../shown-option';
import { lacksMaster, lacksProcessNames } from '../side-effects';
import { socketsOf } from '../sockets';
import { statsServers } from './stats-exposure';
import { hasMaster, processesOf } from './workers';

const noStrict: ConfigRule = {
  id: 'L42',
  name: 'no-strict',
  severity: 'warning',
  why: 'uWSGI takes a misspelt option for a variable of your own and says nothing.',
  check: (facts) => {
    if (!facts.lacks('strict')) return [];
    const message = 'strict is not set: a misspelt option is passed over without a word';
    return [{ message, fix: `strict = true${withPlaceholders(plainPlaceholders(facts))}` }];
  },
};

const mostPlaceholders = 6;

/** Strict does not start with keys of one's own, so they have to change with it. */
function withPlaceholders(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, mostPlaceholders).map((name) => `set-placeholder = ${excerpt(name, 40)}=…`);
  const more = names.length - shown.length;
  const rest = more === 0 ? '' : ` and ${more} more`;
  return `, and as strict knows no keys of your own: ${shown.join(', ')}${rest}`;
}

const noMaster: ConfigRule = {
  id: 'L43',
  name: 'no-master',
  severity: 'warning',
  why: 'Only the master starts a new worker for one that ends, reloads gracefully and enforces harakiri.',
  check: (facts) => {
    if (!lacksMaster(facts) || facts.countOf('emperor') > 0) return [];
    const processes = processesOf(facts);
    if (processes === undefined) return [];
    const who = processes > 1 ? `one of the ${processes} processes` : 'the process';
    return [{ message: `master is not set: when ${who} dies, nothing starts another`, fix: 'master = true' }];
  },
};

const noDieOnTerm: ConfigRule = {
  id: 'L44',
  name: 'no-die-on-term',
  severity: 'warning',
  why: 'systemd, docker and supervisor send SIGTERM to stop a service: uWSGI 2.0 reloads on it, until they kill it.',
  versions: 'before 2.1',
  check: (facts) => {
    // A hook can do the same, and more gently.
    const hooks = facts.all('hook-master-start', 'hook-post-fork', 'hook-asap');
    const isHooked = hooks.some(({ value = '' }) => /unix_signal:15\b/.test(value));
    // Without a master SIGTERM ends the process, and an emperor with all its vassals.
    if (isHooked || hasMaster(facts) !== true || !facts.lacks('die-on-term')) return [];
    const message = 'die-on-term is not set: SIGTERM reloads uWSGI instead of stopping it';
    return [{ message, fix: 'die-on-term = true' }];
  },
};

const noVacuum: ConfigRule = {
  id: 'L46',
  name: 'no-vacuum',
  severity: 'info',
  why: 'Sockets of a uWSGI that has ended stay in the folder, and look like one that hangs.',
  check: (facts) => {
    const left = leftBehind(facts);
    if (left === undefined || !facts.lacks('vacuum')) return [];
    const message = `vacuum is not set: ${shownOption(left)} leaves its file behind`;
    return [{ message, fix: 'vacuum = true' }];
  },
};

function leftBehind(facts: ConfigFacts) {
  const sockets = [...socketsOf(facts).map(({ option }) => option), ...statsServers(facts)];
  return sockets.find(({ value = '' }) => value.startsWith('/')) ?? facts.last('pidfile');
}

/** What the kernel gives a process at the most unless told otherwise; a reload walks all of them. */
const manyFiles = 1_048_576;

const hugeMaxFd: ConfigRule = {
  id: 'L61',
  name: 'huge-max-fd',
  severity: 'info',
  why: 'A reload closes every number that a file could have, one after the other: a billion of them takes minutes.',
  check: (facts) => {
    const option = facts.last('max-fd');
    if (option === undefined || (facts.number('max-fd') ?? 0) <= manyFiles) return [];
    const message = `${shownOption(option)}: a reload closes so many descriptors one by one`;
    return [{ message, fix: 'max-fd = 65536', origin: option.origin }];
  },
};

const noProcessNames: ConfigRule = {
  id: 'L69',
  name: 'no-auto-procname',
  severity: 'info',
  why: 'In ps and top all processes look alike: master, workers and spoolers of every application.',
  check: (facts) => {
    if (!lacksProcessNames(facts)) return [];
    const message = 'auto-procname is not set: ps cannot tell the master from its workers';
    return [{ message, fix: 'auto-procname = true' }];
  },
};

const noProcessPrefix: ConfigRule = {
  id: 'L77',
  name: 'no-procname-prefix',
  severity: 'info',
  why: 'ps then says "uWSGI worker 3", but not of which application.',
  check: (facts) => {
    const option = facts.last('auto-procname');
    const isNamed = !facts.lacks('procname', 'procname-prefix', 'procname-prefix-spaced', 'procname-append');
    if (option === undefined || !facts.isOn('auto-procname') || isNamed) return [];
    const message = 'auto-procname without procname-prefix-spaced: ps does not tell which application it is';
    return [{ message, fix: 'procname-prefix-spaced = NAME', origin: option.origin }];
  },
};

export const processRules: readonly ConfigRule[] = [
  noStrict,
  noMaster,
  noDieOnTerm,
  noVacuum,
  hugeMaxFd,
  noProcessNames,
  noProcessPrefix,
];
