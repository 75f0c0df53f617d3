// Photographs the built program in a real terminal, against the simulated fleet:
//   npm run screenshots [-- NAME…]      writes screenshots/NAME.svg and NAME.png
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { readScreen, toPng, toSvg } from './render.mjs';

const watching = /every \S+s/;

/**
 * `steps` are done in turn: a regular expression is waited for on the screen, a number is seconds to let pass,
 * a string is a key as tmux names it. `targets` are instances of the simulated fleet whose addresses follow the arguments.
 */
const shots = [
  {
    name: 'fleet-120x40',
    title: 'uwtop: a fleet, a line an instance',
    size: [120, 40],
    arguments: ['demo'],
    steps: [watching, 45],
  },
  {
    name: 'compare-120x40',
    title: 'uwtop: one column across all instances',
    size: [120, 40],
    arguments: ['demo'],
    steps: [watching, 30, 'c', 1],
  },
  {
    name: 'emperor-120x40',
    title: 'uwtop: the vassals of an emperor',
    size: [120, 40],
    arguments: ['demo', 'emperor'],
    steps: [watching, 40],
  },
  {
    name: 'router-120x40',
    title: 'uwtop: the subscriptions of a router',
    size: [120, 40],
    arguments: ['demo', 'router'],
    steps: [watching, 40],
  },
  {
    name: 'instance-200x60',
    title: 'uwtop: inside an instance, with charts and workers',
    size: [200, 60],
    arguments: ['demo', '-i', '0.5', 'shop'],
    steps: [watching, '2', 75],
  },
  {
    name: 'instance-80x24',
    title: 'uwtop: the same in 80 columns',
    size: [80, 24],
    arguments: ['demo', 'shop'],
    steps: [watching, '2', 30],
  },
  {
    name: 'worker-120x40',
    title: 'uwtop: a worker, what it does, what lies ahead of it and behind it',
    size: [120, 40],
    arguments: ['demo', '-i', '0.5', 'shop'],
    steps: [watching, '2', 'Down', 'Down', 'Down', 'Down', 'Down', 'Enter', 80],
  },
  {
    name: 'system-120x40',
    title: 'uwtop: sockets, caches, spoolers, crons, daemons, locks and limits',
    size: [120, 40],
    arguments: ['demo', 'shop', '--screen', 'system'],
    steps: [watching, 12],
  },
  {
    name: 'events-120x40',
    title: 'uwtop: what happened',
    size: [120, 40],
    arguments: ['demo'],
    steps: [watching, 60, 'e', 1],
  },
  {
    name: 'tune-120x40',
    title: 'uwtop: what the load asks for, and which values would serve it',
    size: [120, 40],
    arguments: ['demo', 'shop'],
    // Less than five minutes say too little for an advice.
    steps: [watching, 310, '6', 2],
  },
  {
    name: 'doctor',
    title: 'uwtop doctor: what is wrong with a configuration',
    size: [140, 38],
    folder: '../test/fixtures/doctor',
    arguments: ['doctor', '--no-host', '--uwsgi-version', '2.0.30', 'bloomberg-recycling.ini'],
    steps: [/rules; uWSGI/, 1],
  },
  {
    name: 'help-120x40',
    title: 'uwtop: every key and every column',
    size: [120, 40],
    arguments: ['demo', 'shop'],
    steps: [watching, '?', 1],
  },
  {
    name: 'once-table',
    title: 'uwtop once: a table for scripts and pipes',
    size: [140, 33],
    arguments: ['once'],
    targets: ['shop', 'ledger'],
    steps: [/^shop [\s\S]*^ledger /m, 1],
  },
];

const run = promisify(execFile);
const folder = fileURLToPath(new URL('.', import.meta.url));
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const patienceMs = 30_000;

class Tmux {
  #socket;
  #environment;

  /** A server of our own with nothing of the user's in it: no configuration, no colour wishes, no other TERM. */
  constructor(home) {
    this.#socket = join(home, 'tmux');
    this.#environment = { PATH: process.env.PATH, HOME: home, TMPDIR: home, LANG: 'C.UTF-8', TZ: 'UTC' };
  }

  async start() {
    const settings = [
      ['start-server'],
      ['set-option', '-g', 'exit-empty', 'off'],
      ['set-option', '-g', 'status', 'off'],
      ['set-option', '-g', 'default-terminal', 'tmux-256color'],
    ];
    await this.#tmux(...settings.flatMap((words) => [...words, ';']).slice(0, -1));
  }

  async open({ name, size: [columns, rows], folder: start = '.' }, command) {
    // A program that ends leaves its pane, and with it the screen that is to be read.
    const line = `${command.map(quote).join(' ')}; exec sleep 600`;
    const place = ['-c', join(folder, start), '-x', String(columns), '-y', String(rows)];
    await this.#tmux('new-session', '-d', '-s', name, ...place, line);
  }

  async press(name, key) {
    await this.#tmux('send-keys', '-t', name, key);
  }

  async text(name) {
    return this.#tmux('capture-pane', '-p', '-t', name);
  }

  async ansi(name) {
    return this.#tmux('capture-pane', '-e', '-p', '-N', '-t', name);
  }

  async stop() {
    await this.#tmux('kill-server').catch(() => undefined);
  }

  async #tmux(...words) {
    try {
      const { stdout } = await run('tmux', ['-S', this.#socket, '-f', '/dev/null', ...words], {
        env: this.#environment,
      });
      return stdout;
    } catch (error) {
      if (error.code === 'ENOENT')
        throw new Error('tmux is needed: install the package tmux', { cause: error });
      throw error;
    }
  }
}

const quote = (word) => `'${word.replaceAll("'", `'\\''`)}'`;

/** Instances of `uwtop demo` in this process, for the commands that want addresses. */
async function startFleet(instances) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../src/demo/fleet.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString('base64');
  const { startDemoFleet } = await import(`data:text/javascript;base64,${source}`);
  return startDemoFleet({ seed: 1, now: Date.now, instances });
}

async function waitFor(tmux, name, pattern) {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(200)) {
    if (pattern.test(await tmux.text(name))) return;
  }
  throw new Error(
    `${name}: ${pattern} did not appear in ${patienceMs / 1000} s on\n${await tmux.text(name)}`,
  );
}

async function take(tmux, shot, fleet) {
  const addresses = (shot.targets ?? []).map((wanted) => {
    const { name, address } = fleet.targets.find((target) => target.name === wanted);
    return `${name}=${address}`;
  });
  await tmux.open(shot, [process.execPath, program, ...shot.arguments, ...addresses]);
  for (const step of shot.steps) {
    if (step instanceof RegExp) await waitFor(tmux, shot.name, step);
    else if (typeof step === 'number') await sleep(step * 1000);
    else await tmux.press(shot.name, step);
  }
  const svg = toSvg(await readScreen(await tmux.ansi(shot.name), ...shot.size), shot.title);
  await writeFile(join(folder, `${shot.name}.svg`), svg);
  await writeFile(join(folder, `${shot.name}.png`), toPng(svg));
  process.stdout.write(`screenshots/${shot.name}.png\n`);
}

async function main(names) {
  const strange = names.filter((name) => !shots.some((shot) => shot.name === name));
  if (strange.length > 0) {
    throw new Error(
      `no such shot: ${strange.join(', ')}; there are ${shots.map(({ name }) => name).join(', ')}`,
    );
  }
  if (!existsSync(program)) throw new Error('dist/main.js is missing: npm run build makes it');
  const wanted = shots.filter((shot) => names.length === 0 || names.includes(shot.name));
  const home = await mkdtemp(join(tmpdir(), 'uwtop-shots-'));
  const tmux = new Tmux(home);
  const fleet = await startFleet([...new Set(wanted.flatMap((shot) => shot.targets ?? []))]);
  const tidy = async () => {
    await Promise.all([tmux.stop(), fleet.stop()]);
    await rm(home, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void tidy().finally(() => process.kill(process.pid, signal)));
  }
  try {
    await tmux.start();
    // Most of the time is waiting for history to gather, so all wait at once.
    const results = await Promise.allSettled(wanted.map((shot) => take(tmux, shot, fleet)));
    const failures = results
      .filter(({ status }) => status === 'rejected')
      .map(({ reason }) => reason.message);
    if (failures.length > 0) throw new Error(failures.join('\n'));
  } finally {
    await tidy();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`screenshots: ${error.message}\n`);
    process.exitCode = 1;
  });
}
