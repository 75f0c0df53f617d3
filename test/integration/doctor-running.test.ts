/** `uwtop doctor` of masters that run, and what the real uWSGI does with configurations that start and are wrong. */
import { readFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BaseKind, productionBase } from '../../src/doctor/production-base';
import { complaintsOf } from '../doctor/complaining';
import { runProgram } from '../support/program';
import { describeWithUwsgi, requireUwsgi } from '../support/requirements';
import { startUwsgi } from '../support/uwsgi';
import { uwsgiForAMoment } from '../support/uwsgi-for-a-moment';
import { hasPlugin } from '../support/uwsgi-plugins';

jest.setTimeout(60_000);

interface Told {
  readonly reports: readonly {
    readonly subject: string;
    readonly uwsgiVersion: string | null;
    readonly findings: readonly {
      readonly id: string;
      readonly place: { readonly line: number | null } | null;
    }[];
  }[];
}

async function doctor(...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await runProgram(['doctor', '--format', 'json', ...words]);
  const text = stdout.toString();
  return {
    exitCode,
    stderr,
    told: (text === '' ? { reports: [] } : JSON.parse(text)) as Told,
  };
}

describeWithUwsgi('a running master', () => {
  test('by its address and by its pid, with the lines of its file', async () => {
    const options = { processes: 4, 'max-requests': 100, 'cheaper-step': 2 };
    const uwsgi = await startUwsgi({ options, configuration: 'ini', name: 'doctor' });
    try {
      const [byAddress, byPid] = await Promise.all([
        doctor(`shop=${uwsgi.statsAddress}`),
        doctor('--fail-on', 'warning', `pid:${uwsgi.pid}`),
      ]);
      expect([byAddress.exitCode, byPid.exitCode]).toEqual([0, 1]);
      const ini = readFileSync(join(uwsgi.directory, 'uwsgi.ini'), 'utf8').split('\n');
      const line = (text: string) => ini.indexOf(text) + 1;
      for (const { told } of [byAddress, byPid]) {
        const findings = told.reports[0]?.findings.map(({ id, place }) => [id, place?.line]);
        expect(findings).toEqual(
          expect.arrayContaining([
            ['L04', line('cheaper-step = 2')],
            ['L32', line('max-requests = 100')],
          ]),
        );
      }
      expect(byPid.told.reports[0]?.findings).toEqual(byAddress.told.reports[0]?.findings);
      expect(byPid.told.reports[0]).toMatchObject({
        notes: [],
        uwsgiVersion: byAddress.told.reports[0]?.uwsgiVersion,
      });
      expect(byAddress.told.reports[0]).toMatchObject({
        subject: `shop (pid ${uwsgi.pid})`,
        uwsgiVersion: expect.stringMatching(/^\d+\.\d+.*, running$/) as string,
      });
    } finally {
      await uwsgi.stop();
    }
    expect(await doctor(`pid:${uwsgi.pid}`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no such process') as string,
    });
    expect((await doctor(uwsgi.statsAddress)).exitCode).toBe(1);
  });
});

describeWithUwsgi('a running master without stats', () => {
  test('says that nobody could look at it', async () => {
    const { told } = await uwsgiForAMoment('master = true', ({ pid }) => doctor(`pid:${pid}`));
    expect(told.reports[0]).toMatchObject({
      notes: [{ text: 'no stats of it can be asked from here: only its configuration was looked at' }],
    });
  });
});

describeWithUwsgi('the base that --init prints', () => {
  let directory = '';
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'uwtop-init-'))));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const run = (words: readonly string[]): string => {
    const { stdout, stderr } = spawnSync(requireUwsgi(), words, {
      cwd: directory,
      encoding: 'utf8',
      timeout: 10_000,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
    });
    return stdout + stderr;
  };

  test.each<BaseKind>(['wsgi', 'django', 'flask', 'docker'])(
    '%s: with strict uWSGI knows each option of it',
    (kind) => {
      if (!hasPlugin('cheaper_busyness')) return;
      mkdirSync(join(directory, 'run'), { recursive: true });
      // There is no application: uWSGI ends after it has read and checked everything else.
      const base = productionBase(kind, run(['--version']).trim())
        .replaceAll('/run/app', join(directory, 'run'))
        .replace(/^chdir = .*/m, `chdir = ${directory}`)
        .replace(/^[ug]id = .*\n/gm, '')
        .replace(/^(http-socket|stats) = .*:\d+$/gm, '$1 = 127.0.0.1:0');
      writeFileSync(join(directory, `${kind}.ini`), base);
      const log = run(['--ini', `${kind}.ini`]);
      expect(log).toContain('no app loaded. GAME OVER');
      expect(log).not.toMatch(/unknown config directive|invalid|falling back to spare/);
    },
  );

  test.each([
    ['L66: vassal-set is not expanded', 'vassal-set = stats=FOLDER/%%n.sock', '/%n.sock'],
    ['what vassals inherit is', 'vassals-inherit = FOLDER/base.ini', '/shop.sock'],
  ])('%s', async (_, line, socket) => {
    const folder = join(directory, 'emperor');
    mkdirSync(join(folder, 'vassals'), { recursive: true });
    writeFileSync(join(folder, 'base.ini'), `[uwsgi]\nstats = ${folder}/%N.sock\n`);
    writeFileSync(
      join(folder, 'vassals/shop.ini'),
      '[uwsgi]\nhttp-socket = 127.0.0.1:0\ndie-on-term = true\n',
    );
    const ini = `master = true\nemperor = ${folder}/vassals\n${line.replace('FOLDER', folder)}`;
    const log = await uwsgiForAMoment(ini, (uwsgi) => uwsgi.log(), { said: /Stats server enabled on/ });
    expect(log).toContain(`Stats server enabled on ${folder}${socket}`);
    expect(complaintsOf('L66', ini)).toHaveLength(socket === '/shop.sock' ? 0 : 1);
  });
});
