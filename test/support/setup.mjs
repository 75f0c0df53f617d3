import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the tests need besides Node, and what is left out without it. */
const requirements = [
  {
    name: 'uWSGI with its python3 plugin',
    packages: ['uwsgi-core', 'uwsgi-plugin-python3'],
    leavesOut: 'the integration tests and the end-to-end tests against a real uWSGI',
    isThere: () => findUwsgi() !== undefined,
    // Who names a uWSGI wants that one and no other.
    mayInstall: !process.env.UWTOP_TEST_UWSGI,
  },
  {
    name: 'tmux',
    packages: ['tmux'],
    leavesOut: 'the end-to-end tests in a real terminal',
    isThere: () => spawnSync('tmux', ['-V']).status === 0,
    mayInstall: true,
  },
  {
    name: 'OpenSSH, client and server',
    packages: ['openssh-client', 'openssh-server'],
    leavesOut: 'the integration tests of ssh:// addresses',
    isThere: () => spawnSync('ssh', ['-V']).status === 0 && hasSshd(),
    mayInstall: true,
  },
  {
    name: 'zsh, fish and mandoc',
    packages: ['zsh', 'fish', 'mandoc'],
    leavesOut: 'the tests of the completions for zsh and fish, and of how the man page is rendered',
    isThere: () =>
      [
        ['zsh', '--version'],
        ['fish', '--version'],
        ['mandoc', '/dev/null'],
      ].every(([name, word]) => spawnSync(name, [word]).error === undefined),
    mayInstall: true,
  },
  {
    name: 'Prometheus with its promtool',
    packages: ['prometheus'],
    leavesOut: 'the integration tests of uwtop serve with a real Prometheus',
    isThere: () => ['prometheus', 'promtool'].every((name) => spawnSync(name, ['--version']).status === 0),
    mayInstall: true,
  },
];

/**
 * Makes sure of uWSGI, tmux, OpenSSH and the rest: installs what is missing where that is possible (root on a Debian-like system) and
 * says loudly what stays missing. Returns the uWSGI to use, if any, and whether a terminal is there.
 */
export function setUp() {
  const missing = requirements.filter((requirement) => !requirement.isThere());
  const wanted = missing.filter(({ mayInstall }) => mayInstall).flatMap(({ packages }) => packages);
  if (wanted.length > 0) install(wanted);
  for (const { name, packages, leavesOut, isThere } of missing) {
    if (isThere()) continue;
    console.log(`\n!!! MISSING: ${name}. LEFT OUT: ${leavesOut}.`);
    console.log(`!!! To run them: apt-get install ${packages.join(' ')} (Debian, Ubuntu)\n`);
  }
  return { uwsgi: findUwsgi(), hasTerminal: requirements[1].isThere() };
}

/** It stands where only root looks for programs. */
function hasSshd() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, 'sshd')));
}

/** The first uWSGI that can serve Python: the one that UWTOP_TEST_UWSGI names, else Debian's or a build of one's own. */
function findUwsgi() {
  const named = process.env.UWTOP_TEST_UWSGI;
  return (named ? [named] : ['uwsgi-core', 'uwsgi']).find(canServePython);
}

function canServePython(uwsgi) {
  // A plugin that cannot be loaded is no error to uWSGI, so the list of what is loaded decides. It ends by itself,
  // for it has no socket to serve. In a build of one's own Python may be built in: the list shows that as well.
  const { stdout, stderr } = spawnSync(uwsgi, ['--plugin', 'python3', '--plugins-list'], {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return /^\d+: python3?$/m.test(`${stdout}${stderr}`);
}

function install(packages) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/etc/debian_version')) return;
  console.log(`installing ${packages.join(' ')}`);
  const aptInstall = ['install', '-y', '--no-install-recommends', ...packages];
  // The lists of a fresh container are empty, those of a laptop are good: they are fetched when they are needed.
  withoutServices(() => {
    if (!aptGet(aptInstall) && aptGet(['update'])) aptGet(aptInstall);
  });
}

/** What Debian asks before it starts a service of a new package: the tests start their own, on ports of their own. */
const policy = '/usr/sbin/policy-rc.d';

function withoutServices(act) {
  const isMine = !existsSync(policy);
  if (isMine) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    act();
  } finally {
    if (isMine) rmSync(policy, { force: true });
  }
}

function aptGet(words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'inherit', 'inherit'], timeout: 600_000 };
  return spawnSync('apt-get', ['-q', ...words], options).status === 0;
}
