/** Limits that are stated, and uwtop's own configuration: what counts, and what is refused with which words. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { type Report, reportSchema } from '../../src/output/contract';
import { holdRequest } from '../support/load';
import { runProgram } from '../support/program';
import { describeWithUwsgi } from '../support/requirements';
import { serversOfThisFile } from '../support/servers';
import { captures } from '../support/stats-server';
import type { RunningUwsgi } from '../support/uwsgi';

jest.setTimeout(60_000);

const saved = `shop=file:${join(captures, 'plain.t1.json')}`;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-settings-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function once(...words: readonly string[]): Promise<Report['instances'][number]> {
  const { exitCode, stdout, stderr } = await runProgram(['once', '--json', '-i', '0.3', ...words]);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
  const [instance] = reportSchema.parse(JSON.parse(stdout.toString())).instances;
  if (instance === undefined) throw new Error('no instance');
  return instance;
}

test.each([
  [['--harakiri', '60'], { state: 'set', value: 60, source: 'harakiri 60 s, from flag --harakiri' }],
  [['--harakiri', '0'], { state: 'off', value: null, source: 'harakiri 0, from flag --harakiri' }],
])('%j is a limit with its provenance', async (flags, limit) => {
  const { limits } = await once(...flags, saved);
  expect(limits['harakiriSeconds']).toEqual(limit);
  expect(limits['maxRequests']).toMatchObject({ state: 'unknown', value: null });
});

test('a flag ranks before the configuration, a target before all, and these before the file of uWSGI', async () => {
  const ini = file('app.ini', '[uwsgi]\nharakiri = 1\nmax-requests = 1\nreload-on-rss = 1\nlisten = 64\n');
  const config = file(
    'config.yaml',
    'limits: { harakiri: 2, max-requests: 2, reload-on-rss: 2 }\ntargets:\n  shop:\n    limits: { harakiri: 3, max-requests: 3 }\n',
  );
  const { limits } = await once('--harakiri', '4', '--config', config, '--uwsgi-config', ini, saved);
  const values = ['harakiriSeconds', 'maxRequests', 'reloadOnRssBytes', 'listen'].map(
    (name) => limits[name]?.value,
  );
  expect(values).toEqual([4, 3, 2 * 1024 ** 2, 64]);
  expect(limits['maxRequests']?.source).toBe("max-requests 3, from uwtop's config line 4");
  expect(limits['listen']?.source).toBe(`listen 64, from ${ini} line 5`);
});

test.each([
  ['a flag that is no number', ['--harakiri', 'soon'], /--harakiri/],
  ['a negative one', ['--max-requests', '-5'], /--max-requests/],
  ['a flag without a value', ['--reload-on-rss'], /--reload-on-rss/],
  ['an option that uwtop does not know', ['--harikari', '60'], /--harikari/],
  [
    'a configuration that is not there',
    ['--config', '/nonexistent/config.yaml'],
    /config\.yaml.*no such file/,
  ],
])('%s is refused with the name', async (_what, flags, named) => {
  for (const command of [['once'], ['targets'], []]) {
    const { exitCode, stderr, stdout } = await runProgram([...command, ...flags, saved]);
    expect([exitCode, stdout.toString()]).toEqual([2, '']);
    expect(stderr).toMatch(named);
  }
});

test('a configuration that makes no sense is refused with its lines', async () => {
  const config = file(
    'slips.yaml',
    'limits:\n  harakri: 60\nalerts:\n  rules:\n    busynes: { mute: true }\n',
  );
  const { exitCode, stderr } = await runProgram(['once', '--config', config, saved]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/slips\.yaml line 2: .*harakri.*did you mean `harakiri`/);
  expect(stderr).toMatch(/slips\.yaml line 5: .*busynes.*did you mean `busyness`/);
});

test('a configuration of uWSGI that cannot be read leaves limits unknown, with a note, and starts', async () => {
  const words = ['--uwsgi-config', '/nonexistent/app.ini', saved];
  const { exitCode, stdout } = await runProgram(['targets', ...words]);
  expect(exitCode).toBe(0);
  const { stderr } = await runProgram(['once', ...words]);
  expect(stderr).toMatch(/--uwsgi-config \/nonexistent\/app\.ini cannot be read/);
  expect(stdout.toString()).toMatch(/note +.*\/nonexistent\/app\.ini/);
  expect(stdout.toString()).toMatch(/unknown +all limits: .*\/nonexistent\/app\.ini cannot be read/);
});

describeWithUwsgi('a real uWSGI', () => {
  const startUwsgi = serversOfThisFile();
  let uwsgi: RunningUwsgi;

  beforeAll(async () => {
    uwsgi = await startUwsgi({
      options: { processes: 2, 'max-requests': 1000, harakiri: 30 },
      configuration: 'ini',
      name: 'settings',
    });
  });

  test('has its limits, the facts of its processes and its queue in the report', async () => {
    const { limits, workers, queues, alerts, events } = await once(uwsgi.statsAddress);
    expect(limits['harakiriSeconds']?.source).toMatch(/^harakiri 30 s, from .*\.ini line \d+$/);
    for (const { rssSource, rssBytes, cpuPercent, forecasts } of workers) {
      expect(rssSource).toBe('/proc');
      expect(rssBytes).toBeGreaterThan(1024 ** 2);
      expect(cpuPercent).toBeGreaterThanOrEqual(0);
      expect(forecasts).toMatchObject([
        { limit: 'max-requests', value: 0, threshold: 1000, etaSeconds: null },
      ]);
    }
    expect(queues).toMatchObject([{ length: 0, max: 100 }]);
    expect({ alerts, events }).toEqual({ alerts: [], events: [] });
  });

  test('that has no worker yet has its limits with the first one', async () => {
    const sleeping = await startUwsgi({
      options: { processes: 2, cheap: true, harakiri: 20 },
      configuration: 'ini',
      name: 'sleeping',
    });
    const run = runProgram(['once', '--ndjson', '-i', '0.5', '-n', '8', sleeping.statsAddress]);
    await sleep(1500);
    await holdRequest({ port: sleeping.httpPort, path: '/fast', headers: '' }).done;
    const { stdout } = await run;
    const rounds = stdout.toString().trim().split('\n');
    const found = rounds.map((line) => {
      return reportSchema.parse(JSON.parse(line)).instances[0]?.limits['harakiriSeconds']?.state;
    });
    expect([found[0], found.at(-1)]).toEqual(['unknown', 'set']);
  });

  test('told of nothing in --no-rates is told all the same: limits need one answer only', async () => {
    const { limits } = await once('--no-rates', uwsgi.statsAddress);
    expect(limits['maxRequests']?.value).toBe(1000);
  });
});
