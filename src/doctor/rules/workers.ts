/** What several themes ask of a configuration: how many workers there are, and of what kind. */
import type { ConfigFacts } from '../config-facts';
import { masterOptions } from '../side-effects';
import { socketsOf } from '../sockets';

/** undefined where it cannot be told; without the option uWSGI starts one. */
export const processesOf = (facts: ConfigFacts): number | undefined =>
  facts.lacks('processes') ? 1 : facts.number('processes');

/** How many requests a worker takes at a time. */
export function coresOf(facts: ConfigFacts): number | undefined {
  const options = ['threads', 'gevent', 'async', 'asyncio', 'tornado', 'ugreen', 'fiber'];
  if (facts.lacks(...options)) return 1;
  const known = options.map((name) => facts.number(name)).filter((count) => count !== undefined);
  return known.length === 0 ? undefined : Math.max(1, ...known);
}

/** An emperor or a router alone has no workers that anybody would tune. */
export function servesRequests(facts: ConfigFacts): boolean {
  const applications = [
    'module',
    'wsgi-file',
    'mount',
    'psgi',
    'rack',
    'paste',
    'ini-paste',
    'http',
    'https',
  ];
  const isServer = socketsOf(facts).length > 0 || facts.countOf(...applications) > 0;
  return isServer && !isRouterOnly(facts);
}

/** `http-to`, `http-subscription-server` and their like: workers elsewhere do the work. */
const isRouterOnly = (facts: ConfigFacts): boolean =>
  socketsOf(facts).length === 0 &&
  facts.countOf('module', 'wsgi-file', 'mount', 'processes') === 0 &&
  facts.countOf('http-to', 'http-subscription-server', 'http-use-cache', 'http-use-pattern') > 0;

export const usesPython = (facts: ConfigFacts): boolean =>
  facts.countOf('module', 'wsgi-file', 'mount', 'callable', 'home', 'pythonpath', 'py-auto-reload') > 0 ||
  facts.all('plugins').some(({ value = '' }) => /\b(?:python|gevent|asyncio)/.test(value));

/** undefined where it cannot be told. */
export function hasMaster(facts: ConfigFacts): boolean | undefined {
  if (facts.countOf(...masterOptions) > 0 || facts.isOn('master')) return true;
  return facts.lacks('master') || facts.last('master') !== undefined ? false : undefined;
}
