/** What an ssh that fails is taken for, and how often it is started: by an `ssh` that does what a test says. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../../src/model/failure';
import { parseAddress } from '../../src/targets/address';
import type { SshAddress } from '../../src/targets/ssh-url';
import { forwardArguments, masterArguments } from '../../src/transport/ssh-command';
import { failureOfEnd, failureOfRefusal, failureOfStart, isRefusal } from '../../src/transport/ssh-failure';
import { SshHosts } from '../../src/transport/ssh-hosts';
import { temporaryFolder, endServers, until } from './scripted-server';

afterEach(() => {
  jest.useRealTimers();
  return endServers();
});

function ssh(text: string): SshAddress {
  const address = parseAddress(text);
  if (!address.ok || address.value.kind !== 'ssh') throw new Error(text);
  return address.value;
}

describe('ssh is started', () => {
  test('so that it asks nobody and accepts no key', () => {
    const words = masterArguments(ssh('ssh://me@far:2222/:1717'), '/tmp/x/c');
    expect(words).toEqual(expect.arrayContaining(['BatchMode=yes', 'UpdateHostKeys=no', '-a', '-x']));
    expect(words.join(' ')).not.toMatch(/StrictHostKeyChecking|UserKnownHostsFile/);
    expect(words.slice(-6)).toEqual(['-l', 'me', '-p', '2222', '--', 'far']);
  });

  test('with the port and the user of its configuration when the address names none', () => {
    const words = masterArguments(ssh('ssh://far/:1717'), '/tmp/x/c');
    expect(words).not.toContain('-p');
    expect(words).not.toContain('-l');
  });

  test('with a field for each part of a forward, whatever is in it', () => {
    const remotes = ['ssh://far/[::1]:1717', 'ssh://far/run/a:b\\c.sock'].map((text) => ssh(text).remote);
    const forwards = remotes.map((remote, index) => ({ path: `/tmp/x/${index}`, remote }));
    const words = forwardArguments(ssh('ssh://far/:1'), '/tmp/x/c', forwards);
    expect(words).toEqual(expect.arrayContaining(['/tmp/x/0:[::1]:1717', '/tmp/x/1:/run/a\\:b\\\\c.sock']));
  });
});

const starts: readonly (readonly [said: string, failure: Failure])[] = [
  [
    'me@h: Permission denied (publickey).',
    { code: 'ssh-auth', detail: 'me@h: Permission denied (publickey)' },
  ],
  [
    'Received disconnect from 10.0.0.5 port 22:2: Too many authentication failures\nDisconnected from 10.0.0.5 port 22',
    {
      code: 'ssh-auth',
      detail: 'Received disconnect from 10.0.0.5 port 22:2: Too many authentication failures',
    },
  ],
  [
    'a@jump: Permission denied (publickey).\nConnection closed by UNKNOWN port 65535',
    { code: 'ssh-auth', detail: 'a@jump: Permission denied (publickey)' },
  ],
  [
    'No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.',
    { code: 'ssh-host-key', detail: 'Host key verification failed' },
  ],
  [
    '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.',
    { code: 'ssh-host-key-changed' },
  ],
  [
    'ssh: connect to host h port 22: No route to host',
    { code: 'ssh-unreachable', detail: 'ssh: connect to host h port 22: No route to host' },
  ],
  [
    'Connection timed out during banner exchange\nConnection to UNKNOWN port -1 timed out',
    { code: 'ssh-unreachable', detail: 'Connection to UNKNOWN port -1 timed out' },
  ],
  [
    'ssh: Could not resolve hostname h: Name or service not known',
    { code: 'name-not-found', detail: 'ssh: Could not resolve hostname h: Name or service not known' },
  ],
  [
    '/x/config: line 3: Bad configuration option: y',
    { code: 'ssh-failed', detail: '/x/config: line 3: Bad configuration option: y' },
  ],
  ['', { code: 'ssh-failed' }],
];

test.each(starts)('%j says why', (said, failure) => {
  const lines = said === '' ? [] : said.split('\n');
  expect(failureOfStart(lines, 255)).toEqual(failure);
});

test('a shell that finds no ssh says it by its exit code', () => {
  expect(failureOfStart(['/bin/sh: 4: ssh: not found'], 127)).toEqual({ code: 'ssh-missing' });
});

test('the last words of a connection are shown, without what a terminal would obey', () => {
  expect(failureOfEnd(['welcome', 'Timeout, server \u001b[31mh not responding.'])).toEqual({
    code: 'reset',
    detail: 'Timeout, server ?[31mh not responding',
  });
  expect(failureOfEnd([])).toEqual({ code: 'reset', detail: 'the ssh connection ended' });
});

const refusals: readonly (readonly [line: string, failure: Failure])[] = [
  [
    'channel 2: open failed: connect failed: Connection refused',
    { code: 'ssh-far-end', detail: 'Connection refused' },
  ],
  ['channel 12: open failed: connect failed: open failed', { code: 'ssh-far-end' }],
  ['channel 1: open failed: administratively prohibited: open failed', { code: 'ssh-forbidden' }],
];

test.each(refusals)('%j is the far end that refuses', (line, failure) => {
  expect(isRefusal(line)).toBe(true);
  expect(failureOfRefusal(line)).toEqual(failure);
});

/** Each start leaves a line; then the ssh does what the script says. */
function fakeSsh(script: string): { hosts: SshHosts; starts: () => number; folder: string } {
  const folder = temporaryFolder();
  const path = join(folder, 'ssh');
  writeFileSync(path, `#!/bin/sh\necho "$*" >> '${folder}/starts'\n${script}\n`);
  chmodSync(path, 0o755);
  const hosts = new SshHosts({ PATH: [folder, process.env['PATH']].join(delimiter) });
  const started = (): string =>
    existsSync(`${folder}/starts`) ? readFileSync(`${folder}/starts`, 'utf8') : '';
  return { hosts, starts: () => started().split('\n').length - 1, folder };
}
const reach = (
  hosts: SshHosts,
  text: string,
  signal = new AbortController().signal,
): ReturnType<SshHosts['reach']> => hosts.reach(ssh(text), ssh(text).remote, signal);

describe('a host', () => {
  /** It takes every order, and is logged in as soon as its control socket is there. */
  const loggedIn = `
case "$*" in *"-O forward"*) exit 0 ;; esac
while [ "$1" != -S ]; do shift; done; dir=$(dirname "$0")
trap 'rm "$dir/runs"; exit' TERM; : > "$dir/runs"; : > "$2"; while :; do sleep 0.02; done`;
  const login = ssh('ssh://far/:1');
  const never = new AbortController().signal;

  test('is left by the last of those who use it, and not before', async () => {
    const { hosts, folder } = fakeSsh(loggedIn);
    const runs = () => existsSync(join(folder, 'runs'));
    hosts.join(login);
    hosts.join(login);
    expect(await hosts.reach(login, login.remote, never)).toMatchObject({ ok: true });
    hosts.leave(login);
    await sleep(150);
    expect(runs()).toBe(true);
    hosts.leave(login);
    await until(() => !runs());
    hosts.join(login);
    expect(await hosts.reach(login, login.remote, never)).toMatchObject({ ok: true });
    hosts.leave(login);
    await until(() => !runs());
  });

  test('is not logged in to for those who have left already', async () => {
    const { hosts, starts: count } = fakeSsh(loggedIn);
    const gone = AbortSignal.abort();
    expect(await hosts.reach(login, login.remote, gone)).toMatchObject({ ok: false });
    expect(count()).toBe(0);
  });

  test('goes on to be left alone where it was refused, whoever comes back', async () => {
    const { hosts, starts: count } = fakeSsh('echo "me@far: Permission denied (publickey)." >&2; exit 255');
    for (let round = 0; round < 3; round++) {
      hosts.join(login);
      expect(await hosts.reach(login, login.remote, never)).toMatchObject({ failure: { code: 'ssh-auth' } });
      hosts.leave(login);
    }
    expect(count()).toBe(1);
  });
});

describe('a login that fails', () => {
  test('is one login for all targets of a host, and is not tried again at once', async () => {
    const { hosts, starts: count } = fakeSsh('echo "me@far: Permission denied (publickey)." >&2; exit 255');
    const texts = ['ssh://far/:1', 'ssh://far/:2', 'ssh://far/run/x.sock'];
    const together = await Promise.all(texts.map((text) => reach(hosts, text)));
    const later = await reach(hosts, 'ssh://far/:3');
    for (const tunnel of [...together, later]) {
      expect(tunnel).toMatchObject({ ok: false, failure: { code: 'ssh-auth' } });
    }
    expect(count()).toBe(1);
    await reach(hosts, 'ssh://other/:1');
    expect(count()).toBe(2);
  });

  test('is not tried a third time for minutes where a key is refused, and soon where a host is away', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
    const refusing = fakeSsh('echo "me@far: Permission denied (publickey)." >&2; exit 255');
    const away = fakeSsh('echo "ssh: connect to host far port 22: No route to host" >&2; exit 255');
    const both = [refusing, away];
    for (const { hosts } of both) hosts.join(ssh('ssh://far/:1'));
    const startsAfter = async (seconds: number) => {
      jest.advanceTimersByTime(seconds * 1000);
      for (const { hosts } of both) await reach(hosts, 'ssh://far/:1');
      return both.map(({ starts }) => starts());
    };
    expect(await startsAfter(0)).toEqual([1, 1]);
    expect(await startsAfter(5.1)).toEqual([2, 2]);
    expect(await startsAfter(60)).toEqual([2, 3]);
    expect(await startsAfter(239)).toEqual([2, 4]);
    expect(await startsAfter(2)).toEqual([3, 4]);
    expect(await startsAfter(599)).toEqual([3, 5]);
    expect(await startsAfter(2)).toEqual([4, 5]);
  });

  test('does not keep who gives up, nor does giving up end it for the others', async () => {
    const { hosts, folder } = fakeSsh(`while [ ! -e "$(dirname "$0")/go" ]; do sleep 0.05; done; exit 255`);
    const controller = new AbortController();
    const patient = reach(hosts, 'ssh://far/:1');
    const impatient = reach(hosts, 'ssh://far/:2', controller.signal);
    controller.abort();
    expect(await impatient).toEqual({ ok: false, failure: { code: 'io', detail: 'aborted' } });
    expect(await Promise.race([patient, sleep(100, 'waiting')])).toBe('waiting');
    writeFileSync(join(folder, 'go'), '');
    expect(await patient).toMatchObject({ failure: { code: 'ssh-failed' } });
  });

  test('is tried without what an old ssh does not know, and stays in our hands with a newer one', async () => {
    const { hosts, starts: count } = fakeSsh(
      `case "$*" in *ForkAfterAuthentication=no*) echo "command-line: line 0: Bad configuration option: forkafterauthentication" >&2 ;; *) echo "me@far: Permission denied (publickey)." >&2 ;; esac; exit 255`,
    );
    expect(await reach(hosts, 'ssh://far/:1')).toMatchObject({ failure: { code: 'ssh-auth' } });
    expect(count()).toBe(2);
  });

  test('has no terminal and no program to ask with', async () => {
    const { hosts, folder } = fakeSsh(
      `dir=$(dirname "$0"); { echo "$SSH_ASKPASS_REQUIRE"; [ -t 0 ] && echo terminal; (: </dev/tty) && echo tty; } > "$dir/env" 2>/dev/null; exit 255`,
    );
    await reach(hosts, 'ssh://far/:1');
    await until(() => existsSync(join(folder, 'env')));
    expect(readFileSync(join(folder, 'env'), 'utf8')).toBe('never\n');
  });
});
