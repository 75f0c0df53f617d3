/** What ssh is started with. Everything that is not said here is the user's own configuration. */
import { formatHostPort } from '../targets/host-port';
import type { SshLogin, SshRemote } from '../targets/ssh-url';

/** Of the TCP connection and of the server's first words. */
const connectSeconds = 10;
/** A host that is gone is noticed after the product of the two. */
const aliveSeconds = 5;
const aliveCount = 3;

/**
 * What goes into the background of itself is out of our hands. An ssh before 8.7 knows no such option, in no place, and
 * says so at once. IgnoreUnknown is no way around that: the first one counts, and the user may need one of his own.
 */
export const stayOption = 'ForkAfterAuthentication';
export const stayWords: readonly string[] = ['-o', `${stayOption}=no`];

/** The one connection of a host: it logs in, runs nothing there, and waits for orders at its control socket. */
export function masterArguments(login: SshLogin, controlPath: string): string[] {
  const options = {
    BatchMode: 'yes',
    ControlMaster: 'yes',
    ControlPersist: 'no',
    // What the user has forwarded in general is not ours to open a second time.
    ClearAllForwardings: 'yes',
    Tunnel: 'no',
    // A monitor adds nothing to known_hosts.
    UpdateHostKeys: 'no',
    ConnectTimeout: connectSeconds,
    ServerAliveInterval: aliveSeconds,
    ServerAliveCountMax: aliveCount,
    // We read what it says of each connection that failed.
    LogLevel: 'INFO',
  };
  return [
    ...['-N', '-T', '-a', '-x', '-S', controlPath],
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(login.user === undefined ? [] : ['-l', login.user]),
    ...(login.port === undefined ? [] : ['-p', `${login.port}`]),
    ...['--', login.host],
  ];
}

export interface Forward {
  /** The socket here that leads to the one over there. */
  readonly path: string;
  readonly remote: SshRemote;
}

/** An order to the master. Without a configuration: the forwards in it would be ordered with ours. */
export function forwardArguments(
  { host }: SshLogin,
  controlPath: string,
  forwards: readonly Forward[],
): string[] {
  const wanted = forwards.flatMap(({ path, remote }) => ['-L', `${path}:${remoteField(remote)}`]);
  return ['-F', 'none', '-S', controlPath, '-O', 'forward', ...wanted, '--', host];
}

/** In a path a colon would begin the next field. */
const remoteField = (remote: SshRemote): string =>
  remote.kind === 'tcp' ? formatHostPort(remote) : remote.path.replace(/[\\:]/g, '\\$&');

/**
 * Runs ssh with $2 and what follows, and sees to it that it ends with us, however we end: then our end of its standard
 * input closes. $1 is the folder of its sockets, which goes with it. In a session of its own ssh has no terminal to ask
 * for a password, and a ^C or ^Z that is meant for us does not reach it.
 */
export const guardedSsh = `
folder=$1
shift
exec 3<&0
ssh "$@" </dev/null 3<&- &
ssh=$!
exec 2>/dev/null
{ while read -r line; do :; done; kill "$ssh"; command -p rm -rf -- "$folder"; } <&3 &
watcher=$!
exec 3<&-
wait "$ssh"
status=$?
kill "$watcher"
command -p rm -rf -- "$folder"
exit "$status"`;

/** Also for the ssh of a jump host, which knows nothing of our BatchMode. */
export const silentEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...environment,
  SSH_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
});
