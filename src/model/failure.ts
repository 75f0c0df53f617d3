/** Every way in which asking a target can fail, and the sentence that tells a person what happened and what to do. */
import { nameWithAddress, type TargetLabel } from './observation';

export type FailureCode = keyof typeof explanations;

export interface Failure {
  readonly code: FailureCode;
  /** What the operating system, the peer or the decoder said, in a few words; foreign text is already cleaned. */
  readonly detail?: string;
}

/** What happened, and what to try. */
const explanations = {
  refused: ['connection refused', 'is uWSGI running, and is this its stats address?'],
  'no-such-file': ['no such file', 'check the path; a stats socket is there only after uWSGI was started'],
  'not-a-socket': ['this is no UNIX socket', 'for a saved snapshot write file:PATH'],
  permission: ['permission denied', 'run as the user of uWSGI, or set chmod-socket'],
  'name-not-found': ['the host name is not known', 'check its spelling, or give the IP address'],
  unreachable: ['the host cannot be reached', 'check the address, the route and the firewall'],
  'connect-timeout': ['no connection in time', 'check the address, and whether a firewall drops packets'],
  silent: [
    'connected, but not a byte came',
    'the master may be stopped or stuck, or this is not a stats socket',
  ],
  'read-timeout': [
    'the answer did not end in time',
    'the master may be overloaded; stats-no-cores makes it shorter',
  ],
  reset: ['the connection broke off', 'uwtop asks again'],
  empty: ['the connection was closed without a byte', 'uWSGI may be starting or failing'],
  truncated: ['the answer was cut off', 'uwtop asks again; stats-no-cores makes the answer shorter'],
  'not-json': [
    'the answer is not JSON',
    'this is not a uWSGI stats socket; give the address of the stats option',
  ],
  'not-stats': [
    'the answer is JSON, but no uWSGI stats',
    'give the address of the stats option, not of the application',
  ],
  'uwsgi-protocol': [
    'this looks like an application socket that speaks the uwsgi protocol',
    'give the address of the stats option instead',
  ],
  'http-application': [
    'an application answers here, not a stats server',
    'give the address of the stats option instead',
  ],
  'http-status': [
    'the HTTP server refused',
    'check the URL; behind a proxy, whether uWSGI runs: it answers 200 on any path',
  ],
  tls: ['TLS failed', "check the certificate; uWSGI's own stats server speaks plain http"],
  'too-large': ['the answer is larger than uwtop reads', 'set stats-no-cores in uWSGI, or raise --max-size'],
  'no-abstract-helper': [
    'this Node.js cannot connect to an abstract socket of uWSGI',
    'use Node.js 22, or install the uwsgi binary or python3, or give uWSGI a path or a port in stats',
  ],
  'ssh-missing': [
    'there is no ssh on this machine',
    'install the OpenSSH client, or forward the port another way',
  ],
  'ssh-auth': [
    'ssh could not log in',
    'uwtop never asks for a password: set up a key, and add it to the agent (ssh-add)',
  ],
  'ssh-host-key': [
    'ssh does not know the key of this host',
    'log in once by hand with ssh, and compare the key before you accept it',
  ],
  'ssh-host-key-changed': [
    'the key of this host has changed: it may be another machine, or an attack',
    'find out why; only then mend known_hosts',
  ],
  'ssh-unreachable': ['ssh cannot reach the host', 'check the host, its port and ~/.ssh/config'],
  'ssh-failed': ['ssh failed', 'try by hand what ssh says to the same host'],
  'ssh-far-end': [
    'the ssh host cannot connect to the stats socket',
    'is uWSGI running there, may this user open its socket, and does its sshd forward to it?',
  ],
  'ssh-forbidden': [
    'the ssh host forbids to forward to the stats socket',
    'see AllowTcpForwarding, AllowStreamLocalForwarding and PermitOpen of its sshd',
  ],
  'no-descriptors': [
    'no file descriptor is left to connect with',
    'raise the limit of open files (ulimit -n) before uwtop is started, or watch fewer targets',
  ],
  internal: ['uwtop could not digest the answer', 'please report it, with the answer saved to a file'],
  io: ['reading failed', 'check what the address leads to'],
} as const;

/** A code that came from elsewhere; one that nobody here knows is an `io`. */
export const asFailureCode = (code: string): FailureCode =>
  Object.hasOwn(explanations, code) ? (code as FailureCode) : 'io';

/** One sentence: the target, what happened (with what the system said), and what to do. */
export function describeFailure(failure: Failure, target: Pick<TargetLabel, 'name' | 'address'>): string {
  const { cause, advice } = explainFailure(failure);
  return `${nameWithAddress(target)}: ${cause}; ${advice}`;
}

/** The same in two parts, for a screen that names the target elsewhere. */
export function explainFailure(failure: Failure): { readonly cause: string; readonly advice: string } {
  const [what, advice] = explanations[failure.code];
  return { cause: failure.detail === undefined ? what : `${what} (${failure.detail})`, advice };
}
