/** How uWSGI decides that there are too few workers, or too many. */
import { nearestName } from '../../format/nearest';
import type { ConfigFacts } from '../config-facts';
import type { ConfigRule } from '../rule';
import { shownValue } from '../shown-option';
import { listensOnUnixOnly } from '../sockets';
import { isBefore } from '../../model/uwsgi-version';

const algorithms = ['spare', 'backlog', 'manual', 'busyness', 'backlog2'] as const;

const isBusyness = (facts: ConfigFacts): boolean =>
  facts.last('cheaper-algo')?.value === 'busyness' && (facts.number('cheaper') ?? 0) > 0;

const cheaperAlgoUnknown: ConfigRule = {
  id: 'L05',
  name: 'cheaper-algo-unknown',
  severity: 'warning',
  why: 'uWSGI writes one line into its log and falls back to spare, which does not look at busyness.',
  check: (facts) => {
    const option = facts.last('cheaper-algo');
    if (option?.value === undefined) return [];
    const { value, origin } = option;
    if (value === 'spare2') {
      if (isBefore(facts.host.uwsgiVersion, '2.1') === false) return [];
      return [
        {
          message: 'cheaper-algo spare2 is there from uWSGI 2.1 on only',
          fix: 'cheaper-algo = busyness',
          origin,
        },
      ];
    }
    const plugins = facts.all('plugins').map((plugin) => plugin.value ?? '');
    const isKnown = (algorithms as readonly string[]).includes(value);
    // Debian builds the plugins of uWSGI as files of their own.
    const needsPlugin = value === 'busyness' && facts.host.uwsgiVersion?.endsWith('-debian') === true;
    if (isKnown && (!needsPlugin || plugins.some((plugin) => plugin.includes('cheaper_busyness')))) return [];
    if (isKnown) {
      const message = "cheaper-algo busyness is a plugin in Debian's uWSGI, and it is not loaded";
      return [{ message, fix: 'plugins = cheaper_busyness', origin }];
    }
    if (plugins.some((plugin) => plugin.includes('cheaper') && !plugin.includes('cheaper_busyness')))
      return [];
    const fix = `cheaper-algo = ${nearestName(value, algorithms) ?? 'busyness'}`;
    return [{ message: `cheaper-algo ${shownValue(option)} is none of uWSGI's`, fix, origin }];
  },
};

const cheaperBacklogOnUnixSocket: ConfigRule = {
  id: 'L06',
  name: 'cheaper-backlog-on-unix-socket',
  severity: 'error',
  why: 'The algorithm looks at the queue of the socket, which uWSGI reads as 0 on a UNIX socket: no worker is ever added.',
  check: (facts) => {
    const option = facts.last('cheaper-algo');
    if (option?.value?.startsWith('backlog') !== true || !listensOnUnixOnly(facts)) return [];
    const message = `cheaper-algo ${shownValue(option)} never adds a worker: all sockets are UNIX sockets`;
    return [{ message, fix: 'cheaper-algo = busyness', origin: option.origin }];
  },
};

const busynessBacklogOnUnixSocket: ConfigRule = {
  id: 'L07',
  name: 'busyness-backlog-on-unix-socket',
  severity: 'warning',
  why: 'uWSGI reads the queue of a UNIX socket as 0: the emergency workers that these options are about never come.',
  check: (facts) => {
    const [option] = facts.all(
      'cheaper-busyness-backlog-alert',
      'cheaper-busyness-backlog-multiplier',
      'cheaper-busyness-backlog-step',
      'cheaper-busyness-backlog-nonzero',
    );
    if (option === undefined || !listensOnUnixOnly(facts)) return [];
    const message = `${option.name} does nothing: all sockets are UNIX sockets`;
    return [
      {
        message,
        fix: 'listen on 127.0.0.1:PORT, or remove the cheaper-busyness-backlog-* options',
        origin: option.origin,
      },
    ];
  },
};

const cheaperOverloadZero: ConfigRule = {
  id: 'L08',
  name: 'cheaper-overload-zero',
  severity: 'error',
  why: 'The master divides by it: it dies of SIGFPE as soon as it wants to stop or to add a worker.',
  check: (facts) => {
    const option = facts.last('cheaper-overload');
    if (option === undefined || facts.number('cheaper-overload') !== 0 || (facts.number('cheaper') ?? 0) <= 0)
      return [];
    const fix = isBusyness(facts) ? 'cheaper-overload = 10' : 'cheaper-overload = 3';
    return [{ message: 'cheaper-overload is 0', fix, origin: option.origin }];
  },
};

const usualOverloadSeconds = 3;
const calmOverloadSeconds = 10;

const busynessOverloadShort: ConfigRule = {
  id: 'L09',
  name: 'busyness-overload-short',
  severity: 'info',
  why: 'Busyness over a few seconds jumps about; uWSGI advises 10 to 30 s, so that a burst is not taken for load.',
  check: (facts) => {
    if (!isBusyness(facts)) return [];
    const option = facts.last('cheaper-overload');
    const seconds = facts.lacks('cheaper-overload') ? usualOverloadSeconds : facts.number('cheaper-overload');
    if (seconds === undefined || seconds <= 0 || seconds >= calmOverloadSeconds) return [];
    const from = option === undefined ? ' unless set' : '';
    const message = `busyness is taken over ${seconds} s${from}`;
    return [
      { message, fix: 'cheaper-overload = 10', origin: (option ?? facts.last('cheaper-algo'))?.origin },
    ];
  },
};

/** uWSGI takes 0 for its default. */
const usualBusyness = { min: 25, max: 50 } as const;

const busynessFlaps: ConfigRule = {
  id: 'L10',
  name: 'busyness-range-narrow',
  severity: 'warning',
  why: 'One worker less makes the others busier: where that lifts them above the maximum, workers come and go all the time.',
  check: (facts) => {
    const least = facts.number('cheaper') ?? 0;
    const percent = (bound: 'min' | 'max'): number | undefined =>
      facts.lacks(`cheaper-busyness-${bound}`)
        ? usualBusyness[bound]
        : boundOf(facts.number(`cheaper-busyness-${bound}`), usualBusyness[bound]);
    const [min, max] = [percent('min'), percent('max')];
    if (!isBusyness(facts) || min === undefined || max === undefined) return [];
    const after = Math.round((min * (least + 1)) / least);
    if (min < max && after <= max) return [];
    const message =
      min >= max
        ? `cheaper-busyness-min ${min} is not below cheaper-busyness-max ${max}`
        : `at ${min} % busyness worker ${least + 1} goes, the other ${least} are at ${after} % then, above cheaper-busyness-max ${max}`;
    const place = facts.last('cheaper-busyness-max') ?? facts.last('cheaper-busyness-min');
    return [{ message, fix: `cheaper-busyness-min = ${Math.floor(max / 2)}`, origin: place?.origin }];
  },
};

const boundOf = (value: number | undefined, usual: number): number | undefined =>
  value === 0 ? usual : value;

export const cheaperAlgorithmRules: readonly ConfigRule[] = [
  cheaperAlgoUnknown,
  cheaperBacklogOnUnixSocket,
  busynessBacklogOnUnixSocket,
  cheaperOverloadZero,
  busynessOverloadShort,
  busynessFlaps,
];
