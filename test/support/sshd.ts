/** A real sshd on loopback, with keys, ports and a client's configuration of its own. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guardian';
import { freePort } from './ports';
import { endTree, isAlive, processTree } from './processes';
import { findProgram, findSshd } from './requirements';

export interface RunningSshd {
  /** Private to this server, removed by stop. */
  readonly directory: string;
  /** Where the first `ssh` is one that knows the hosts below: OpenSSH takes no notice of HOME. */
  readonly searchPath: string;
  readonly knownHosts: string;
  /** What the client's configuration says is to be forwarded; nobody listens there. */
  readonly forwardedPort: number;
  /** How many logins there were so far. */
  logins(): number;
  /** The processes that hold a connection. */
  connections(): readonly number[];
  stop(): Promise<void>;
}

/** The hosts of the client's configuration. */
export const sshHosts = {
  /** All is well. */
  far: 'far',
  /** Its key stands nowhere. */
  stranger: 'stranger',
  /** Another key is known for it. */
  changed: 'changed',
  /** It takes nothing but passwords. */
  asking: 'asking',
  /** It lets log in, and forwards nothing. */
  strict: 'strict',
  /** Nobody listens. */
  absent: 'absent',
} as const;

interface Ports {
  readonly open: number;
  readonly asking: number;
  readonly strict: number;
  readonly absent: number;
}

const startLimitMs = 10_000;

export async function startSshd(): Promise<RunningSshd> {
  const directory = mkdtempSync(join(tmpdir(), 'uwtop-sshd-'));
  const ports = {
    open: await freePort(),
    asking: await freePort(),
    strict: await freePort(),
    absent: await freePort(),
  };
  for (const name of ['host_key', 'other_key', 'user_key']) makeKey(join(directory, name));
  copyFileSync(join(directory, 'user_key.pub'), join(directory, 'authorized_keys'));
  writeServerSide(directory, ports);
  writeClientSide(directory, ports);
  return launch(directory, ports.absent);
}

function makeKey(path: string): void {
  const { status, stderr } = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  if (status !== 0) throw new Error(`ssh-keygen: ${String(stderr)}`);
}

function writeServerSide(directory: string, { open, asking, strict }: Ports): void {
  const lines = [
    ...[open, asking, strict].map((port) => `ListenAddress 127.0.0.1:${port}`),
    `HostKey ${join(directory, 'host_key')}`,
    `AuthorizedKeysFile ${join(directory, 'authorized_keys')}`,
    ...['PidFile none', 'StrictModes no', 'UsePAM no', 'PermitRootLogin yes', 'PasswordAuthentication no'],
    ...[`Match LocalPort ${asking}`, 'PubkeyAuthentication no', 'PasswordAuthentication yes'],
    ...[`Match LocalPort ${strict}`, 'AllowTcpForwarding no', 'AllowStreamLocalForwarding no'],
  ];
  writeFileSync(join(directory, 'sshd_config'), `${lines.join('\n')}\n`);
}

function writeClientSide(directory: string, { open, asking, strict, absent }: Ports): void {
  const host = (name: string, port: number): string[] => [
    `Host ${name}`,
    `HostName 127.0.0.1`,
    `HostKeyAlias ${name}`,
    `Port ${port}`,
  ];
  const config = [
    // Whatever uwtop wants besides, this must go on to count.
    ...['IgnoreUnknown ForkAfterAuthentication,Dreams', 'Dreams yes'],
    ...host(sshHosts.far, open),
    // What a user forwards for himself; uwtop must not want it too.
    `LocalForward 127.0.0.1:${absent} 127.0.0.1:${absent}`,
    // What would take ssh out of our hands.
    'ForkAfterAuthentication yes',
    ...[...host(sshHosts.stranger, open), ...host(sshHosts.changed, open)],
    ...[...host(sshHosts.asking, asking), ...host(sshHosts.strict, strict), ...host(sshHosts.absent, absent)],
    ...['Host *', `User ${userInfo().username}`, `IdentityFile ${join(directory, 'user_key')}`],
    ...['IdentitiesOnly yes', `UserKnownHostsFile ${join(directory, 'known_hosts')}`],
    'GlobalKnownHostsFile /dev/null',
  ];
  writeFileSync(join(directory, 'config'), `${config.join('\n')}\n`);
  const keyOf = (name: string): string => readFileSync(join(directory, `${name}.pub`), 'utf8').trim();
  const known = [sshHosts.far, sshHosts.asking, sshHosts.strict].map(
    (name) => `${name} ${keyOf('host_key')}`,
  );
  writeFileSync(
    join(directory, 'known_hosts'),
    `${[...known, `${sshHosts.changed} ${keyOf('other_key')}`].join('\n')}\n`,
  );
  mkdirSync(join(directory, 'bin'));
  const wrapper = `#!/bin/sh\nexec '${findProgram('ssh') ?? 'ssh'}' -F '${join(directory, 'config')}' "$@"\n`;
  writeFileSync(join(directory, 'bin', 'ssh'), wrapper);
  chmodSync(join(directory, 'bin', 'ssh'), 0o755);
}

async function launch(directory: string, forwardedPort: number): Promise<RunningSshd> {
  const logPath = join(directory, 'log');
  // Where sshd goes before a login; systemd would make it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const words = ['-D', '-f', join(directory, 'sshd_config'), '-E', logPath];
  const child = spawn(findSshd() ?? 'sshd', words, { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error('cannot run sshd; on Debian: apt-get install openssh-server');
  const guardian = guard('kill -TERM -- "-$1"; rm -rf -- "$2"', String(pid), directory);
  const log = (): string => spawnSync('cat', [logPath]).stdout.toString();
  const sshd: RunningSshd = {
    directory,
    searchPath: [join(directory, 'bin'), process.env['PATH']].join(delimiter),
    forwardedPort,
    knownHosts: join(directory, 'known_hosts'),
    logins: () => log().split('Accepted publickey').length - 1,
    connections: () =>
      processTree(pid)
        .map((entry) => entry.pid)
        .filter((member) => member !== pid && isAlive(member)),
    stop: async () => {
      await endTree(pid, 'SIGTERM', 2000);
      guardian.release();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  const deadline = performance.now() + startLimitMs;
  while (log().split('Server listening').length - 1 < 3) {
    if (isAlive(pid) && performance.now() < deadline) await sleep(50);
    else {
      const said = log();
      await sshd.stop();
      throw new Error(`sshd does not listen: ${said}`);
    }
  }
  return sshd;
}
