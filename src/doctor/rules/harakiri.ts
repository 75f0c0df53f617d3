/** When a request takes too long: who ends it, and whether that works. */
import type { ConfigFacts } from '../config-facts';
import type { ConfigRule } from '../rule';
import { coresOf, hasMaster, servesRequests } from './workers';

const secondsOf = (facts: ConfigFacts): number => facts.number('harakiri') ?? 0;

const harakiriMissing: ConfigRule = {
  id: 'L17',
  name: 'harakiri-missing',
  severity: 'warning',
  why: 'A request that hangs keeps its worker for good; when all of them hang, the service stands still.',
  check: (facts) => {
    const option = facts.last('harakiri');
    const isOff = option === undefined ? facts.lacks('harakiri') : secondsOf(facts) === 0;
    if (!isOff || !servesRequests(facts)) return [];
    const message = option === undefined ? 'harakiri is not set' : 'harakiri is off';
    return [{ message, fix: 'harakiri = 55', origin: option?.origin }];
  },
};

const harakiriWithoutMaster: ConfigRule = {
  id: 'L18',
  name: 'harakiri-without-master',
  severity: 'warning',
  why: 'Without a master a worker ends itself by an alarm: nobody starts it again and nobody counts it.',
  check: (facts) => {
    if (secondsOf(facts) <= 0 || hasMaster(facts) !== false) return [];
    return [
      { message: 'harakiri without master', fix: 'master = true', origin: facts.last('harakiri')?.origin },
    ];
  },
};

/** nginx and uWSGI's own router wait for so long unless told. */
const usualProxySeconds = 60;

const harakiriAboveProxy: ConfigRule = {
  id: 'L19',
  name: 'harakiri-not-below-proxy',
  severity: 'warning',
  why: 'Nobody waits any more for what the worker still does: the client got an error and may have asked again.',
  check: (facts) => {
    const seconds = secondsOf(facts);
    const isRouted = facts.countOf('http', 'https') > 0;
    const routed = isRouted && facts.countOf('http-timeout') > 0 ? facts.number('http-timeout') : undefined;
    const patience = routed ?? usualProxySeconds;
    if (seconds < patience || patience === 0) return [];
    const whose =
      routed === undefined
        ? `the ${patience} s that a proxy waits unless told`
        : `http-timeout ${patience} s`;
    const message = `harakiri ${seconds} s is not below ${whose}`;
    const fix = `harakiri = ${Math.max(1, patience - 5)}, or a longer ${routed === undefined ? 'uwsgi_read_timeout or proxy_read_timeout' : 'http-timeout'}`;
    return [{ message, fix, origin: facts.last('harakiri')?.origin }];
  },
};

const harakiriManyCores: ConfigRule = {
  id: 'L21',
  name: 'harakiri-with-many-cores',
  severity: 'info',
  why: 'A worker has one deadline for all its requests: each that ends clears it, and a kill takes all that are in flight.',
  check: (facts) => {
    const cores = coresOf(facts);
    if (secondsOf(facts) <= 0 || cores === undefined || cores <= 1) return [];
    const message = `harakiri with ${cores} requests at a time in a worker`;
    return [
      {
        message,
        fix: 'time-outs in the application for what may hang',
        origin: facts.last('harakiri')?.origin,
      },
    ];
  },
};

const harakiriWithoutBuffering: ConfigRule = {
  id: 'L22',
  name: 'harakiri-without-post-buffering',
  severity: 'info',
  why: 'A slow upload counts as a long request and is killed, unless the proxy has read it before.',
  check: (facts) => {
    if (secondsOf(facts) <= 0 || !facts.lacks('post-buffering', 'rack', 'rails')) return [];
    const message = 'harakiri without post-buffering, which uWSGI itself warns of';
    return [{ message, fix: 'post-buffering = 8192', origin: facts.last('harakiri')?.origin }];
  },
};

export const harakiriRules: readonly ConfigRule[] = [
  harakiriMissing,
  harakiriWithoutMaster,
  harakiriAboveProxy,
  harakiriManyCores,
  harakiriWithoutBuffering,
];
