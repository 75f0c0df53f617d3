/** Ten uWSGI of one process each on ports in a row, as they stand behind a proxy: every way to name them all. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstanceReport } from '../../src/output/contract';
import { freePortsInRow } from '../support/ports';
import { reportOnce, runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';
import type { RunningUwsgi } from '../support/uwsgi';

jest.setTimeout(60_000);

const start = serversOfThisFile();
const count = 10;
const folder = mkdtempSync(join(tmpdir(), 'uwtop-fleet-'));
let first: number;
let running: readonly RunningUwsgi[];

beforeAll(async () => {
  // One more, where nobody will listen.
  first = await freePortsInRow(count + 1);
  running = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      start({ options: { processes: 1 }, statsAddress: `127.0.0.1:${first + index}`, name: 'fleet' }),
    ),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const port = (index: number) => first + index;
const address = (index: number) => `127.0.0.1:${port(index)}`;
const range = (from: number, to: number) => `127.0.0.1:${port(from)}-${port(to)}`;
const pidsOf = (instances: readonly InstanceReport[]) => instances.map(({ pid }) => pid);
const pids = (from = 0, to = count - 1) => running.slice(from, to + 1).map(({ pid }) => pid);

function fileOf(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

test('as a range of ports, each its own instance under a name of its own', async () => {
  const { report, stderr } = await reportOnce([`app=${range(0, 9)}`]);
  expect(stderr).toBe('');
  expect(pidsOf(report.instances)).toEqual(pids());
  expect(report.instances.map(({ name, group, target, state }) => [name, group, target, state])).toEqual(
    Array.from({ length: count }, (_, index) => [`app:${port(index)}`, 'app', address(index), 'up']),
  );
  expect(report.instances.every(({ workers }) => workers.length === 1)).toBe(true);
});

test('of a range where nobody listens on one port the others are read', async () => {
  const { report, stderr } = await reportOnce([range(7, 10)]);
  expect(pidsOf(report.instances)).toEqual([...pids(7), null]);
  expect(report.instances[3]).toMatchObject({ target: address(10), state: 'down' });
  expect(stderr).toContain(`${address(10)}: connection refused`);
});

describe('as a targets file', () => {
  const listed = () =>
    fileOf(
      'targets.yaml',
      'groups:',
      '  web:',
      '    limits: { harakiri: 30 }',
      '    labels: { env: prod }',
      '    targets:',
      `      - front=${address(0)}`,
      `      - address: ${address(1)}`,
      '        name: tuned',
      '        limits: { harakiri: 45, max-requests: 500 }',
      `      - ${range(2, 4)}`,
      '  jobs:',
      `    - { address: '${address(5)}', labels: { env: test } }`,
      'targets:',
      `  - ${range(6, 9)}`,
    );

  test('all of them are read, with the limits that were stated for each and the line of each', async () => {
    const path = listed();
    const { report, stderr } = await reportOnce(['--targets', path]);
    expect(stderr).toBe('');
    expect(pidsOf(report.instances)).toEqual([...pids(6, 9), ...pids(0, 5)]);
    const limitsOf = (pid: number | undefined) =>
      report.instances.find((instance) => instance.pid === pid)?.limits ?? {};
    expect(limitsOf(running[0]?.pid)['harakiriSeconds']).toEqual({
      state: 'set',
      value: 30,
      source: `harakiri 30 s, from the targets file line 3`,
    });
    expect(limitsOf(running[3]?.pid)['harakiriSeconds']).toMatchObject({ value: 30 });
    expect(limitsOf(running[1]?.pid)).toMatchObject({
      harakiriSeconds: { value: 45, source: 'harakiri 45 s, from the targets file line 9' },
      maxRequests: { value: 500, source: 'max-requests 500, from the targets file line 9' },
    });
    // Nobody stated one: its own command line says that there is none.
    expect(limitsOf(running[5]?.pid)['harakiriSeconds']).toMatchObject({ state: 'off', value: null });
  });

  test('its groups can be asked for, alone and by a label', async () => {
    const path = listed();
    const groups = async (...words: readonly string[]) => {
      const { report } = await reportOnce(['--targets', path, ...words]);
      return report.instances.map(
        ({ pid, group }) => `${group ?? '-'} ${running.findIndex((one) => one.pid === pid)}`,
      );
    };
    expect(await groups('--group', 'web')).toEqual(['web 0', 'web 1', 'web 2', 'web 3', 'web 4']);
    expect(await groups('--group', 'jobs', '--group', 'web')).toHaveLength(6);
    const unknown = await runProgram(['once', '--targets', path, '--group', 'wbe']);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('--group: no target is in wbe; the groups are web, jobs');
  });

  test('one bad entry is named with its line, and the others are read', async () => {
    const path = fileOf(
      'one-bad.yaml',
      '- web=:0',
      `- ${address(0)}`,
      '- 127.0.0.1:99999',
      `- ${address(1)}`,
    );
    const { report, stderr } = await reportOnce(['--targets', path]);
    expect(pidsOf(report.instances)).toEqual(pids(0, 1));
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^uwtop: ${path} line 1: `)),
      expect.stringMatching(new RegExp(`^uwtop: ${path} line 3: .*99999`)),
      '',
    ]);
  });

  test('what is no list of targets, no YAML or not there is wrong usage', async () => {
    const broken = {
      'a-sentence.yaml': ['just a sentence'],
      'no-yaml.yaml': ['groups:', '  web: [unclosed', 'x: y: z'],
    };
    for (const [name, lines] of Object.entries(broken)) {
      const { exitCode, stdout, stderr } = await runProgram(['once', '--targets', fileOf(name, ...lines)]);
      expect([exitCode, stdout.toString()]).toEqual([2, '']);
      expect(stderr).toMatch(new RegExp(`${name} line \\d`));
    }
    const missing = await runProgram(['once', '--targets', join(folder, 'nowhere.yaml')]);
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toMatch(/nowhere\.yaml.*it does not exist/);
  });
});

describe('as the file_sd of Prometheus', () => {
  const entries = () => [
    { targets: [address(0), address(1)], labels: { job: 'shop', env: 'prod', __scheme__: 'http' } },
    { targets: [address(2)], labels: { job: 'api', env: 'prod', name: 'api-1' } },
    { targets: [range(3, 9)], labels: { env: 'test' } },
  ];
  const asYaml = () =>
    entries().flatMap(({ targets, labels }) => [
      `- targets: ['${targets.join("', '")}']`,
      '  labels:',
      ...Object.entries(labels).map(([key, value]) => `    ${key}: '${value}'`),
    ]);

  test.each(['json', 'yaml'])('in %s, where labels make the groups', async (form) => {
    const path =
      form === 'json' ? fileOf('sd.json', JSON.stringify(entries(), null, 2)) : fileOf('sd.yml', ...asYaml());
    const shop = await reportOnce(['--targets', path, '--group', 'shop']);
    expect(pidsOf(shop.report.instances)).toEqual(pids(0, 1));
    const prod = await reportOnce(['--targets', path, '--group-by', 'env', '--group', 'prod']);
    expect(pidsOf(prod.report.instances)).toEqual(pids(0, 2));
    expect(prod.report.instances[2]?.name).toBe('api-1');
    const all = await reportOnce(['--targets', path]);
    expect(pidsOf(all.report.instances)).toEqual(pids());
    expect([shop.stderr, prod.stderr, all.stderr]).toEqual(['', '', '']);
  });
});
