/** ssh:// against a real sshd, and what it leads to: real uWSGI servers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceReport } from '../../src/output/contract';
import { freePort } from '../support/ports';
import { processTree, sendSignal } from '../support/processes';
import { type ProgramRun, reportOnce, runProgram } from '../support/program';
import { describeWithSshd } from '../support/requirements';
import { serversOfThisFile } from '../support/servers';
import { type RunningSshd, sshHosts, startSshd } from '../support/sshd';
import type { RunningUwsgi } from '../support/uwsgi';
import { mainPath } from '../support/uwtop';

jest.setTimeout(60_000);

describeWithSshd('through ssh', () => {
  const start = serversOfThisFile();
  let sshd: RunningSshd;
  let tcp: RunningUwsgi;
  let unix: RunningUwsgi;
  let http: RunningUwsgi;

  beforeAll(async () => {
    const options = { processes: 2 };
    [sshd, tcp, unix, http] = await Promise.all([
      startSshd(),
      start({ options }),
      start({ options, stats: 'unix' }),
      start({ options, stats: 'http' }),
    ]);
  });
  afterEach(() => {
    for (const child of followed.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => sshd.stop());

  const far = (remote: string, host: string = sshHosts.far): string =>
    `ssh://${host}${remote.startsWith('/') ? '' : '/'}${remote}`;
  const environment = (): Record<string, string> => ({
    PATH: sshd.searchPath,
    TMPDIR: mkdtempSync(join(sshd.directory, 'tmp-')),
  });
  const once = (...targets: readonly string[]): Promise<ProgramRun> =>
    runProgram(['once', '--json', '--no-rates', ...targets], { env: environment() });

  test('a port, a path and stats-http are read, all through one connection', async () => {
    const before = sshd.logins();
    const dead = await Promise.all(Array.from({ length: 5 }, freePort));
    const { report, stderr } = await reportOnce(
      [
        far(tcp.statsAddress),
        far(tcp.statsAddress.replace('127.0.0.1', 'localhost')),
        far(unix.statsAddress),
        far(http.statsAddress.replace('http://', '')),
        ...dead.map((port) => far(`:${port}`)),
      ],
      { env: environment() },
    );
    const [first, second, third, fourth, ...others] = report.instances;
    expect([first, second, third, fourth].map(summary)).toEqual(
      [tcp, tcp, unix, http].map(({ pid }) => ({ state: 'up', pid, workers: 2, error: null })),
    );
    expect(others.map(({ error }) => error?.code)).toEqual(dead.map(() => 'ssh-far-end'));
    expect(stderr).toContain('This socket has stats-http set');
    expect(sshd.logins() - before).toBe(1);
  });

  test('the processes of this machine are not taken for those of the other', async () => {
    const { report } = await reportOnce([tcp.statsAddress, far(tcp.statsAddress)], { env: environment() });
    const [direct, through] = report.instances;
    expect(direct?.workers[0]?.rssBytes).toBeGreaterThan(0);
    expect(through?.workers[0]?.rssBytes).toBeNull();
  });

  const failures: readonly (readonly [what: string, code: string, says: RegExp, target: () => string])[] = [
    [
      'an unknown host key',
      'ssh-host-key',
      /does not know the key of this host \(.*verification failed\); log in once by hand/,
      () => far(tcp.statsAddress, sshHosts.stranger),
    ],
    [
      'a changed host key',
      'ssh-host-key-changed',
      /the key of this host has changed/,
      () => far(tcp.statsAddress, sshHosts.changed),
    ],
    [
      'a host that wants a password',
      'ssh-auth',
      /could not log in \(.*Permission denied \(password.*\)\); uwtop never asks for a password/,
      () => far(tcp.statsAddress, sshHosts.asking),
    ],
    [
      'a host that forbids to forward to a port',
      'ssh-forbidden',
      /forbids to forward.*AllowTcpForwarding/,
      () => far(tcp.statsAddress, sshHosts.strict),
    ],
    [
      'a host that forbids to forward to a path',
      // sshd does not tell it from a socket that is not there.
      'ssh-far-end',
      /cannot connect to the stats socket;.* does its sshd forward to it/,
      () => far(unix.statsAddress, sshHosts.strict),
    ],
    [
      'a host where no sshd listens',
      'ssh-unreachable',
      /cannot reach the host \(ssh: connect to host 127\.0\.0\.1 port \d+: Connection refused\)/,
      () => far(tcp.statsAddress, sshHosts.absent),
    ],
    [
      'a name that nobody knows',
      'name-not-found',
      /the host name is not known/,
      () => far(tcp.statsAddress, 'nowhere.invalid'),
    ],
    [
      'a port over there where nobody listens',
      'ssh-far-end',
      /cannot connect to the stats socket \(Connection refused\); is uWSGI running there/,
      () => far(':1'),
    ],
    [
      'a path over there where nothing is',
      'ssh-far-end',
      /cannot connect to the stats socket; is uWSGI running there/,
      () => far('/run/none/stats.sock'),
    ],
    [
      'an application over there',
      'http-application',
      /an application answers here/,
      () => far(`:${tcp.httpPort}`),
    ],
  ];

  test.each(failures)('%s is told, and the others go on', async (_what, code, says, target) => {
    const known = readFileSync(sshd.knownHosts, 'utf8');
    const { stdout, stderr, exitCode } = await once(target(), far(unix.statsAddress));
    const { instances } = JSON.parse(stdout.toString()) as { instances: InstanceReport[] };
    expect(exitCode).toBe(0);
    expect(instances[0]).toMatchObject({ state: 'down', error: { code } });
    expect(instances[1]).toMatchObject({ state: 'up', pid: unix.pid });
    const sentence = stderr.split('\n').find((line) => line.includes(target().split('/')[2] ?? ''));
    expect(sentence).toMatch(says);
    expect(readFileSync(sshd.knownHosts, 'utf8')).toBe(known);
  });

  test('without an ssh on this machine it is said', async () => {
    const folder = mkdtempSync(join(sshd.directory, 'none-'));
    const env: Record<string, string> = { ...environment(), PATH: folder };
    const { stderr, exitCode } = await runProgram(['once', far(tcp.statsAddress)], { env });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/there is no ssh on this machine; install the OpenSSH client/);
    await until(() => readdirSync(env['TMPDIR'] ?? '').length === 0);
  });

  test('what the user forwards for himself is left alone', async () => {
    const { child, states, ended } = follow(environment(), [far(tcp.statsAddress)]);
    await until(() => states.length >= 2);
    expect(await isListening(sshd.forwardedPort)).toBe(false);
    expect(await isListening(Number(tcp.statsAddress.split(':')[1]))).toBe(true);
    child.kill('SIGTERM');
    await ended;
  });

  test('a connection that is killed comes back', async () => {
    const before = sshd.logins();
    const { child, states, ended } = follow(environment(), [far(tcp.statsAddress)]);
    await until(() => states.length >= 2);
    for (const pid of sshd.connections()) sendSignal(pid, 'SIGKILL');
    const killedAt = states.length;
    await until(() => sshd.logins() - before === 2);
    await until(() => states.slice(killedAt + 1).includes('up'));
    child.kill('SIGTERM');
    await ended;
    expect(states[0]).toBe('up');
    expect(sshd.logins() - before).toBe(2);
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('%s leaves nothing behind', async (signal) => {
    const env = environment();
    const { child, states, ended } = follow(env, [far(tcp.statsAddress), far(unix.statsAddress)]);
    await until(() => states.length >= 2);
    const started = processTree(child.pid ?? 0).length;
    expect(readdirSync(env['TMPDIR'] ?? '')).toHaveLength(1);
    expect(started).toBeGreaterThan(1);
    expect(sshd.connections().length).toBeGreaterThan(0);
    child.kill(signal);
    await ended;
    await until(() => readdirSync(env['TMPDIR'] ?? '').length === 0);
    await until(() => sshd.connections().length === 0);
  });

  test('a program that ends by itself leaves nothing behind', async () => {
    const env = environment();
    await runProgram(['once', far(tcp.statsAddress)], { env });
    await until(() => readdirSync(env['TMPDIR'] ?? '').length === 0);
    await until(() => sshd.connections().length === 0);
  });
});

const summary = (instance: InstanceReport | undefined): unknown => ({
  state: instance?.state,
  pid: instance?.pid,
  workers: instance?.workers.length,
  error: instance?.error,
});

interface Followed {
  readonly child: ChildProcess;
  /** Of the first target, a round each. */
  readonly states: readonly string[];
  readonly ended: Promise<unknown>;
}

/** Those that a failed test has left. */
const followed: ChildProcess[] = [];

/** The program at work for as long as it takes. */
function follow(env: Readonly<Record<string, string>>, targets: readonly string[]): Followed {
  const words = [mainPath(), 'once', '--ndjson', '--no-rates', '-n', '1000', '-i', '0.2', ...targets];
  const child = spawn(process.execPath, words, {
    env: { LANG: 'C.UTF-8', XDG_CONFIG_HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  followed.push(child);
  const states: string[] = [];
  let rest = '';
  child.stdout.on('data', (piece: Buffer) => {
    const lines = `${rest}${piece.toString()}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { instances } = JSON.parse(line) as { instances: InstanceReport[] };
      states.push(instances[0]?.state ?? '');
    }
  });
  return { child, states, ended: new Promise((resolve) => child.on('close', resolve)) };
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

async function until(condition: () => boolean, limitMs = 15_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${String(condition)}`);
    await sleep(20);
  }
}
