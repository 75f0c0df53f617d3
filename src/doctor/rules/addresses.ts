/** Addresses that look right and are not: uWSGI starts with all of them, and listens elsewhere. */
import type { OptionValue } from '../../limits/configuration';
import type { ConfigFacts } from '../config-facts';
import type { Complaint, ConfigRule } from '../rule';
import { shownOption } from '../shown-option';
import { socketsOf } from '../sockets';
import { statsServers } from './stats-exposure';

const listeners = (facts: ConfigFacts): readonly OptionValue[] => [
  ...statsServers(facts),
  ...socketsOf(facts).map(({ option }) => option),
  ...facts.all('http', 'https', 'fastrouter'),
];

const complaintsOf = (
  facts: ConfigFacts,
  complain: (option: OptionValue, address: string) => Complaint | undefined,
): readonly Complaint[] =>
  listeners(facts).flatMap((option) => complain(option, (option.value ?? '').split(',')[0] ?? '') ?? []);

const portWithoutColon: ConfigRule = {
  id: 'L71',
  name: 'port-without-colon',
  severity: 'error',
  why: 'Without a colon uWSGI takes the number for the name of a UNIX socket: nothing listens on the port.',
  check: (facts) =>
    complaintsOf(facts, (option, address) => {
      if (!/^\d{1,5}$/.test(address)) return undefined;
      const message = `${shownOption(option)} makes a file named ${address}: nothing listens on that port`;
      return { message, fix: `${option.name} = 127.0.0.1:${address}`, origin: option.origin };
    }),
};

const highestPort = 65_535;

const portTooHigh: ConfigRule = {
  id: 'L72',
  name: 'port-too-high',
  severity: 'error',
  why: 'uWSGI keeps the lower 16 bits of a port and listens on another one, without a word.',
  check: (facts) =>
    complaintsOf(facts, (option, address) => {
      const port = Number(/:(\d{1,9})$/.exec(address)?.[1] ?? 0);
      if (port <= highestPort) return undefined;
      const message = `${shownOption(option)} listens on port ${port % (highestPort + 1)}: a port is 65535 at most`;
      return { message, fix: `${option.name} = 127.0.0.1:9191`, origin: option.origin };
    }),
};

const statsOnAsterisk: ConfigRule = {
  id: 'L70',
  name: 'stats-on-asterisk',
  severity: 'error',
  why: 'stats knows no asterisk: uWSGI looks it up as a name, fails, and listens on 255.255.255.255 for nobody.',
  check: (facts) =>
    statsServers(facts).flatMap((option): Complaint[] => {
      const { name, value = '', origin } = option;
      const colon = value.lastIndexOf(':');
      const [host, port] = [value.slice(0, Math.max(0, colon)), value.slice(colon + 1)];
      if (!host.includes('*') || host.includes('/') || !/^\d{1,5}$/.test(port)) return [];
      const message = `${shownOption(option)} cannot be reached: uWSGI listens on 255.255.255.255`;
      return [{ message, fix: `${name} = 127.0.0.1:${port}`, origin }];
    }),
};

export const addressRules: readonly ConfigRule[] = [statsOnAsterisk, portWithoutColon, portTooHigh];
