import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reportSchema } from '../../src/output/contract';
import { freePort } from '../support/ports';
import { isAlive } from '../support/processes';
import { type ProgramRequest, type ProgramRun, runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';
import { readStatsText } from '../support/stats';
import { answering, type Manner, serversOfEachTest, silent } from '../support/stats-server';
import type { RunningUwsgi } from '../support/uwsgi';
import { mainPath } from '../support/uwtop';

jest.setTimeout(60_000);

const start = serversOfThisFile();
const serve = serversOfEachTest();
let bundleFolder: string | undefined;
afterAll(() => {
  if (bundleFolder !== undefined) rmSync(bundleFolder, { recursive: true });
});

/** A kind of target that cannot be read, and what is to be said of it. */
interface Kind {
  readonly code: string;
  readonly says: RegExp;
  readonly address: () => string | Promise<string>;
}

let good: RunningUwsgi;
let uwsgiProtocol: RunningUwsgi;
let killed: RunningUwsgi;
const kinds: Readonly<Record<string, Kind>> = {
  'a port where nobody listens': {
    code: 'refused',
    says: /connection refused; is uWSGI running/,
    address: async () => `127.0.0.1:${await freePort()}`,
  },
  'a path where nothing is': {
    code: 'no-such-file',
    says: /no such file; check the path/,
    address: () => join(good.directory, 'none.sock'),
  },
  'a plain file': {
    code: 'not-a-socket',
    says: /this is no UNIX socket \(a file of another kind\)/,
    address: () => join(good.directory, 'uwsgi.log'),
  },
  'the socket of a killed master': {
    code: 'refused',
    says: /connection refused \(the socket file is there, but nobody listens\)/,
    address: () => killed.statsAddress,
  },
  'an application socket of the uwsgi protocol': {
    code: 'uwsgi-protocol',
    says: /speaks the uwsgi protocol/,
    address: () => `127.0.0.1:${uwsgiProtocol.httpPort}`,
  },
  'an application': {
    code: 'http-application',
    says: /an application answers here, not a stats server/,
    address: () => `127.0.0.1:${good.httpPort}`,
  },
  'an application that is asked over http': {
    code: 'http-status',
    says: /the HTTP server refused \(404\)/,
    address: () => `http://127.0.0.1:${good.httpPort}/status?c=404`,
  },
  'a name that nobody knows': {
    code: 'name-not-found',
    says: /the host name is not known/,
    address: () => 'xyz.invalid:1717',
  },
  'a server of something else': {
    code: 'not-json',
    says: /the answer is not JSON/,
    address: () => addressOf(answering('hello, world\n')),
  },
  'JSON of something else': {
    code: 'not-stats',
    says: /JSON, but no uWSGI stats/,
    address: () => addressOf(answering('{"hello":"world"}')),
  },
  'a server that closes at once': {
    code: 'empty',
    says: /closed without a byte/,
    address: () => addressOf(answering('')),
  },
  'a server that cuts its stats off': {
    code: 'truncated',
    says: /the answer was cut off/,
    address: async () => {
      const stats = await readStatsText(good.statsAddress);
      return addressOf(answering(stats.slice(0, stats.length / 2)));
    },
  },
  'a server that says nothing': {
    code: 'silent',
    says: /connected, but not a byte came/,
    address: () => addressOf(silent),
  },
  'a server that breaks off': {
    code: 'reset',
    says: /the connection broke off/,
    address: () => addressOf((socket) => void socket.resetAndDestroy()),
  },
};

beforeAll(async () => {
  [good, uwsgiProtocol, killed] = await Promise.all([
    start({ options: { processes: 2 }, name: 'good' }),
    start({ options: { processes: 1 }, app: 'uwsgi', name: 'protocol' }),
    start({ options: { processes: 1 }, stats: 'unix', name: 'killed' }),
  ]);
  killed.signal('SIGKILL');
  while (isAlive(killed.pid)) await sleep(20);
});

test.each(Object.entries(kinds))(
  '%s gives one sentence of its own, exit code 1 and an honest report',
  async (_, kind) => {
    const { code, says } = kind;
    const address = await kind.address();
    const run = await once([address]);
    expectOneSentence(run, address, says);
    expect(run.exitCode).toBe(1);
    expect(reportSchema.parse(JSON.parse(run.stdout.toString())).instances).toMatchObject([
      {
        target: address,
        kind: null,
        error: { code, message: expect.stringMatching(says) as string },
        workers: [],
      },
    ]);
  },
);

test('a socket that one may not open gives its own sentence', async () => {
  const { address, as } = await forbiddenSocket();
  const run = await once([address], as);
  expectOneSentence(run, address, /permission denied; run as the user of uWSGI, or set chmod-socket/);
  expect(run.exitCode).toBe(1);
});

test('bad targets do not keep a good one from being read', async () => {
  const addresses = await Promise.all(Object.values(kinds).map(async ({ address }) => address()));
  const middle = addresses.length / 2;
  const run = await once([...addresses.slice(0, middle), good.statsAddress, ...addresses.slice(middle)]);
  expect(run.exitCode).toBe(0);
  const { instances } = reportSchema.parse(JSON.parse(run.stdout.toString()));
  expect(instances).toHaveLength(addresses.length + 1);
  expect(instances.filter(({ error }) => error === null)).toMatchObject([
    {
      target: good.statsAddress,
      kind: 'worker',
      state: 'up',
      pid: good.pid,
      workers: [{ id: 1 }, { id: 2 }],
    },
  ]);
  const sentences = run.stderr.trimEnd().split('\n');
  const expected = Object.values(kinds).map(({ says }) => expect.stringMatching(says) as string);
  expect(sentences).toEqual(expected);
  const withoutTarget = sentences.map((sentence, index) => sentence.replace(addresses[index] ?? '', ''));
  expect(new Set(withoutTarget).size).toBe(sentences.length);
});

function expectOneSentence({ stderr }: ProgramRun, address: string, says: RegExp): void {
  expect(stderr).toMatch(/^uwtop: [^\n]+\n$/);
  expect(stderr.startsWith(`uwtop: ${address}: `)).toBe(true);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/Error|node:|\bat .*:\d+|undefined/);
}

const once = (targets: readonly string[], request?: ProgramRequest): Promise<ProgramRun> =>
  runProgram(['once', '--json', '-i', '0.1', '--timeout', '1.5', ...targets], request);

const addressOf = async (manner: Manner): Promise<string> => (await serve(manner)).address;

/** A stats socket that who runs the program may not write to. Root may, so then the program runs as nobody. */
async function forbiddenSocket(): Promise<{ address: string; as: ProgramRequest }> {
  const uwsgi = await start({ options: { processes: 1 }, stats: 'unix', name: 'forbidden' });
  chmodSync(uwsgi.statsAddress, 0o000);
  chmodSync(uwsgi.directory, 0o755);
  if (process.getuid?.() !== 0) return { address: uwsgi.statsAddress, as: {} };
  bundleFolder = mkdtempSync(join(tmpdir(), 'uwtop-bundle-'));
  chmodSync(bundleFolder, 0o755);
  for (const file of ['main.js', 'program.js'])
    copyFileSync(join(dirname(mainPath()), file), join(bundleFolder, file));
  const bundle = join(bundleFolder, 'main.js');
  return { address: uwsgi.statsAddress, as: { as: { uid: 65534, gid: 65534, bundle } } };
}
