/** Who can speak to the workers, and with which rights they run. */
import type { OptionValue } from '../../limits/configuration';
import type { ConfigFacts } from '../config-facts';
import { onLoopback, placeInWords, type Reach, reachOf } from '../../targets/reach';
import type { Complaint, ConfigRule } from '../rule';
import { shownOption, shownValue } from '../shown-option';
import { isForEveryUser } from '../socket-mode';

/** All of them take variables such as UWSGI_FILE, which name a file to load and run. */
const sockets = ['socket', 'puwsgi-socket', 'fastcgi-socket', 'scgi-socket', 'fastrouter'] as const;

function trustingSockets(facts: ConfigFacts, reach: Reach): readonly OptionValue[] {
  const protocol = facts.last('protocol')?.value ?? 'uwsgi';
  return facts
    .all(...sockets)
    .filter(({ name }) => name !== 'socket' || !protocol.startsWith('http'))
    .filter(({ value = '' }) => reachOf(value) === reach);
}

const uwsgiOnPublicAddress: ConfigRule = {
  id: 'L54',
  name: 'uwsgi-protocol-on-public-address',
  severity: 'error',
  why: 'Whoever reaches it can have uWSGI load and run any file: this protocol is for the proxy only.',
  check: (facts) =>
    trustingSockets(facts, 'public').map((option): Complaint => {
      const { name, value = '', origin } = option;
      const message = `${shownOption(option)} trusts anybody on ${placeInWords(value)}`;
      const fix = `${name} = ${onLoopback(value)}, or http-socket where it has to listen so`;
      return { message, fix, origin };
    }),
};

const uwsgiOnPrivateAddress: ConfigRule = {
  id: 'L74',
  name: 'uwsgi-protocol-on-private-address',
  severity: 'warning',
  why: 'Any machine of that network can have uWSGI load and run a file: this protocol is for the proxy only.',
  check: (facts) =>
    trustingSockets(facts, 'private').map((option): Complaint => {
      const message = `${shownOption(option)} trusts anybody in its private network: let the firewall pass the proxy only`;
      return { message, fix: `${option.name} = ${onLoopback(option.value ?? '')}`, origin: option.origin };
    }),
};

const workersSpeakHttp: ConfigRule = {
  id: 'L75',
  name: 'http-socket-on-public-address',
  severity: 'info',
  why: 'With http-socket the workers read from the clients themselves: without a proxy a few slow ones hold them all.',
  check: (facts) =>
    facts
      .all('http-socket', 'http11-socket')
      .filter(({ value = '' }) => reachOf(value) === 'public')
      .map((option): Complaint => {
        const message = `${shownOption(option)} is for a proxy in front: to face clients directly, use http`;
        return { message, fix: `http = ${shownValue(option)}`, origin: option.origin };
      }),
};

const routerBehindProxy: ConfigRule = {
  id: 'L60',
  name: 'http-behind-proxy',
  severity: 'info',
  why: 'http starts a router of its own before the workers: behind a proxy that is a hop more, and a queue that stats does not show.',
  check: (facts) => {
    if (!facts.lacks('http-to', 'http-subscription-server', 'http-websockets', 'http-keepalive')) return [];
    return facts
      .all('http')
      .filter(({ value = '' }) => reachOf(value) === 'local' && !/^\d+$/.test(value))
      .map((option): Complaint => {
        const message = `${shownOption(option)} can only be reached by a proxy of this machine: the router is one hop too many`;
        return { message, fix: `http-socket = ${shownValue(option)}`, origin: option.origin };
      });
  },
};

const runsAsRoot: ConfigRule = {
  id: 'L55',
  name: 'runs-as-root',
  severity: 'warning',
  why: 'A hole in the application is then a hole in the machine.',
  check: (facts) => {
    // An emperor needs the rights of root to start its vassals as other users.
    if (facts.countOf('emperor') > 0) return [];
    const uid = facts.last('uid');
    if (uid !== undefined && ['root', '0'].includes(uid.value ?? '')) {
      return [
        { message: `${shownOption(uid)}: workers run as root`, fix: 'uid = www-data', origin: uid.origin },
      ];
    }
    if (!facts.lacks('uid')) return [];
    // Only root may do these, so who starts it is root.
    const proof = facts.last('chroot', 'unshare', 'cap');
    if (proof === undefined) return [];
    const message = `${shownOption(proof)} wants root, and without uid the workers stay root`;
    return [{ message, fix: 'uid = www-data', origin: proof.origin }];
  },
};

const unixSocketOf = (facts: ConfigFacts): OptionValue | undefined =>
  facts.all(...sockets).find(({ value = '' }) => /^[^:@=\d]/.test(value) && !value.includes(':'));

const socketForEveryUser: ConfigRule = {
  id: 'L82',
  name: 'socket-for-every-user',
  severity: 'warning',
  why: 'Who may write to the socket can have uWSGI load and run any file, with the rights of the workers.',
  check: (facts) => {
    const mode = facts.last('chmod-socket');
    const socket = unixSocketOf(facts);
    if (mode === undefined || socket === undefined || !isForEveryUser(mode)) return [];
    const message = `${shownOption(mode)} lets every user of the machine run code through ${shownOption(socket)}`;
    return [{ message, fix: 'chmod-socket = 660, with the proxy in the group', origin: mode.origin }];
  },
};

const socketForOneUser: ConfigRule = {
  id: 'L83',
  name: 'socket-for-one-user',
  severity: 'info',
  why: 'A socket is a file: a proxy that runs as another user must be allowed to write to it, else it answers 502.',
  check: (facts) => {
    const socket = unixSocketOf(facts);
    if (socket === undefined || !facts.lacks('chmod-socket', 'chown-socket', 'umask', 'uid', 'gid'))
      return [];
    const message = `${shownOption(socket)} without chmod-socket: only the user of uWSGI can connect`;
    return [{ message, fix: 'chmod-socket = 660, with the proxy in the group', origin: socket.origin }];
  },
};

const staticFilesBesideCode: ConfigRule = {
  id: 'L76',
  name: 'static-files-beside-code',
  severity: 'warning',
  why: 'uWSGI serves every file below that folder, the source code and settings with their passwords as well.',
  check: (facts) => {
    const code = facts
      .all('chdir', 'chdir2', 'pythonpath', 'pp', 'python-path')
      .map(({ value = '' }) => bare(value));
    return facts.all('static-map', 'check-static').flatMap((option): Complaint[] => {
      const { name, value = '', origin } = option;
      const folder = bare(value.slice(name === 'static-map' ? value.indexOf('=') + 1 : 0));
      if (folder !== '.' && !code.includes(folder)) return [];
      const message = `${shownOption(option)} serves the folder of the application, its source code too`;
      return [
        { message, fix: `${name} = ${name === 'static-map' ? '/static=' : ''}${folder}/static`, origin },
      ];
    });
  },
};

const bare = (folder: string): string => folder.replace(/\/+$/, '');

export const exposureRules: readonly ConfigRule[] = [
  uwsgiOnPublicAddress,
  runsAsRoot,
  routerBehindProxy,
  uwsgiOnPrivateAddress,
  workersSpeakHttp,
  staticFilesBesideCode,
  socketForEveryUser,
  socketForOneUser,
];
