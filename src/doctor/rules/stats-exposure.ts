/** Who can read the stats, and what they cost the master. */
import { excerpt } from '../../format/text';
import type { OptionValue } from '../../limits/configuration';
import { limitTable } from '../../limits/limit-table';
import type { ConfigFacts } from '../config-facts';
import { onLoopback, placeInWords, type Reach, reachOf } from '../../targets/reach';
import type { Complaint, ConfigRule } from '../rule';
import { shownOption, shownValue } from '../shown-option';
import { isForEveryUser } from '../socket-mode';

export const statsServers = (facts: ConfigFacts): readonly OptionValue[] =>
  limitTable.stats.options.flatMap((name) => facts.last(name) ?? []);

const reachedFrom = (facts: ConfigFacts, reach: Reach): readonly OptionValue[] =>
  statsServers(facts).filter(({ value = '' }) => reachOf(value) === reach);

const statsOnPublicAddress: ConfigRule = {
  id: 'L49',
  name: 'stats-on-public-address',
  severity: 'error',
  why: 'Stats ask for no password: whoever reaches the port reads the cookies and headers of requests in flight.',
  check: (facts) =>
    reachedFrom(facts, 'public').map((option): Complaint => {
      const { name, value = '', origin } = option;
      const message = `${shownOption(option)} answers anybody on ${placeInWords(value)}`;
      return { message, fix: `${name} = ${onLoopback(value)}`, origin };
    }),
};

const statsOnPrivateAddress: ConfigRule = {
  id: 'L73',
  name: 'stats-on-private-address',
  severity: 'warning',
  why: 'Stats ask for no password: everybody in that network reads the cookies and headers of requests in flight.',
  check: (facts) =>
    reachedFrom(facts, 'private').map((option): Complaint => {
      const { name, value = '', origin } = option;
      const message = `${shownOption(option)} answers anybody in its private network`;
      return { message, fix: `${name} = ${onLoopback(value)}`, origin };
    }),
};

/** What a person writes for a flag. */
const flagWords = /^(true|false|on|off|yes|no|\d|)$/i;

const statsHttpWithAddress: ConfigRule = {
  id: 'L51',
  name: 'stats-http-with-address',
  severity: 'error',
  why: 'stats-http is a flag: an address after it is thrown away, and no stats server listens there.',
  check: (facts) => {
    const option = facts.last('stats-http');
    if (option === undefined || flagWords.test(option.value ?? '')) return [];
    const message = `${shownOption(option)} opens no port: it only puts an HTTP head before what stats answers`;
    const fix = `stats = ${shownValue(option)}`;
    return [{ message, fix, origin: option.origin }];
  },
};

const statsOverHttp: ConfigRule = {
  id: 'L50',
  name: 'stats-http',
  severity: 'warning',
  why: 'The answer lets every web page in a browser that reaches the port read the stats (Access-Control-Allow-Origin: *).',
  check: (facts) => {
    const option = facts.last('stats-http');
    const stats = statsServers(facts).find(({ value = '' }) => value.includes(':'));
    if (option === undefined || stats === undefined || !facts.isOn('stats-http')) return [];
    if (!flagWords.test(option.value ?? '')) return [];
    const message = `stats-http opens ${shownOption(stats)} to any web page in a browser that can reach it`;
    return [{ message, fix: 'remove stats-http', origin: option.origin }];
  },
};

const statsForEveryUser: ConfigRule = {
  id: 'L52',
  name: 'stats-for-every-user',
  severity: 'info',
  why: 'chmod-socket is for the stats socket too: who may write to it may read the stats.',
  check: (facts) => {
    const mode = facts.last('chmod-socket');
    const stats = statsServers(facts).find(({ value = '' }) => !/^$|[@:]/.test(value));
    if (mode === undefined || stats === undefined || !isForEveryUser(mode)) return [];
    const message = `${shownOption(mode)} lets every user of the machine read ${shownOption(stats)}`;
    return [{ message, fix: 'chmod-socket = 660', origin: mode.origin }];
  },
};

const manyCores = 100;

const statsOfManyCores: ConfigRule = {
  id: 'L53',
  name: 'stats-of-many-cores',
  severity: 'warning',
  why: 'The master writes a paragraph for every core into each answer, and checks no worker while it does.',
  check: (facts) => {
    const option = facts.last('gevent', 'async', 'asyncio');
    const cores = option === undefined ? 0 : (facts.number(option.name) ?? 0);
    const isAsked = facts.countOf('stats') > 0;
    if (option === undefined || cores < manyCores || !isAsked || !facts.lacks('stats-no-cores')) return [];
    const message = `${shownOption(option)}: each answer of stats lists ${cores} cores of each worker`;
    return [{ message, fix: 'stats-no-cores = true', origin: option.origin }];
  },
};

const statsInTmp: ConfigRule = {
  id: 'L67',
  name: 'stats-in-tmp',
  severity: 'info',
  why: 'In /tmp any user can take the name first, and a service with a /tmp of its own hides the socket from all others.',
  check: (facts) =>
    statsServers(facts)
      .filter(({ value = '' }) => /^(\/var)?\/tmp\//.test(value))
      .map((option): Complaint => {
        const { name, value = '', origin } = option;
        const file = excerpt(value.slice(value.lastIndexOf('/') + 1), 60);
        const message = `${shownOption(option)} stands where every user can write`;
        return { message, fix: `${name} = /run/uwsgi/${file}`, origin };
      }),
};

export const statsExposureRules: readonly ConfigRule[] = [
  statsOnPublicAddress,
  statsOverHttp,
  statsHttpWithAddress,
  statsForEveryUser,
  statsOfManyCores,
  statsInTmp,
  statsOnPrivateAddress,
];
