/** Rules about what does not work as it reads, held against what uWSGI itself does with the same configuration. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isBefore } from '../../src/model/uwsgi-version';
import { complaintsOf } from '../doctor/complaining';
import { freePort } from '../support/ports';
import { answers, answerTo, listeningOn, statusWithHeader } from '../support/converse';
import { describeWithUwsgi, findUwsgi, requireUwsgi } from '../support/requirements';
import { until, uwsgiForAMoment } from '../support/uwsgi-for-a-moment';

jest.setTimeout(30_000);

const program = findUwsgi();
const uwsgiVersion =
  program === undefined ? '' : spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();

describeWithUwsgi('a start that goes wrong', () => {
  test('L08: a busyness that is measured over no time divides by it', async () => {
    const ini =
      'plugin = cheaper_busyness\nprocesses = 4\ncheaper = 1\ncheaper-algo = busyness\ncheaper-overload = 0';
    const log = await uwsgiForAMoment(ini, async (uwsgi) => {
      await until(uwsgi.hasEnded);
      expect(uwsgi.hasEnded()).toBe(true);
      return uwsgi.log();
    });
    expect(log).toContain('cheaper_busyness_algo');
    expect(complaintsOf('L08', ini)).toHaveLength(1);
  });

  test('L51: on the command line the flag takes no address at all', () => {
    const words = ['--http-socket', '127.0.0.1:0', '--stats-http=127.0.0.1:1717'];
    const { status, stderr, stdout } = spawnSync(requireUwsgi(), words, {
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(stdout + stderr).toContain("option '--stats-http' doesn't allow an argument");
    expect(status).toBe(1);
  });
});

describeWithUwsgi('a start that is not what it seems', () => {
  test('L51: in a file the address is thrown away, and nothing listens there', async () => {
    const port = await freePort();
    const ini = `stats-http = 127.0.0.1:${port}`;
    const log = await uwsgiForAMoment(ini, async (uwsgi) => {
      expect(await answers('127.0.0.1', port)).toBe(false);
      return uwsgi.log();
    });
    expect(log).not.toContain('Stats server enabled');
    expect(complaintsOf('L51', ini)).toHaveLength(1);
  });

  test('L70: an asterisk in stats is looked up, and is no name', async () => {
    const port = await freePort();
    const ini = `stats = *:${port}`;
    await uwsgiForAMoment(
      ini,
      async () => {
        expect(listeningOn(port)).toEqual(['255.255.255.255']);
        expect(await answers('127.0.0.1', port)).toBe(false);
      },
      { said: /Stats server enabled/ },
    );
    expect(complaintsOf('L70', ini)).toHaveLength(1);
  });

  test('L71: a number alone is the name of a socket', async () => {
    const port = await freePort();
    const ini = `stats = ${port}`;
    await uwsgiForAMoment(
      ini,
      async ({ directory }) => {
        expect(statSync(join(directory, String(port))).isSocket()).toBe(true);
        expect(await answers('127.0.0.1', port)).toBe(false);
      },
      { said: /Stats server enabled/ },
    );
    expect(complaintsOf('L71', ini)).toHaveLength(1);
  });

  test('L72: a port that is too high loses its upper bits', async () => {
    const port = await freePort();
    const ini = `stats = 127.0.0.1:${port + 65_536}`;
    await uwsgiForAMoment(ini, async () => expect(await answers('127.0.0.1', port)).toBe(true), {
      said: /Stats server enabled/,
    });
    expect(complaintsOf('L72', ini)[0]?.message).toContain(`listens on port ${port}`);
  });

  test('L52: chmod-socket opens the stats as well', async () => {
    const ini = 'stats = stats.sock\nchmod-socket = 666';
    await uwsgiForAMoment(
      ini,
      ({ directory }) => expect(statSync(join(directory, 'stats.sock')).mode & 0o777).toBe(0o666),
      { said: /Stats server enabled/ },
    );
    expect(complaintsOf('L52', ini)).toHaveLength(1);
  });

  test('L46: without vacuum a socket outlives its uWSGI', async () => {
    const ini = 'socket = app.sock\nmaster = true';
    const isThereAfter = (text: string) =>
      uwsgiForAMoment(text, async (uwsgi) => {
        // A worker that is not up yet misses the first one, and its master waits for it.
        for (let times = 0; times < 20 && !uwsgi.hasEnded(); times += 1) {
          process.kill(uwsgi.pid, 'SIGINT');
          await sleep(300);
        }
        return existsSync(join(uwsgi.directory, 'app.sock'));
      });
    expect(await isThereAfter(ini)).toBe(true);
    expect(await isThereAfter(`${ini}\nvacuum = true`)).toBe(false);
  });

  test('L78: a larger buffer than 65535 is 65535', async () => {
    const port = await freePort();
    const ini = `http-socket = 127.0.0.1:${port}\nbuffer-size = 131072`;
    const statuses = await uwsgiForAMoment(ini, async () => [
      await statusWithHeader(port, 60_000),
      await statusWithHeader(port, 70_000),
    ]);
    expect(statuses[0]).toBe('200');
    expect(statuses[1]).not.toBe('200');
    expect(complaintsOf('L78', ini)).toHaveLength(1);
  });

  test('L54, L82: who reaches the socket runs whatever file of the machine', async () => {
    const port = await freePort();
    const answer = await uwsgiForAMoment(`socket = 127.0.0.1:${port}`, ({ directory }) => {
      const file = join(directory, 'other.py');
      writeFileSync(file, otherApplication);
      return answerTo(port, { REQUEST_METHOD: 'GET', PATH_INFO: '/', SCRIPT_NAME: '/new', UWSGI_FILE: file });
    });
    expect(answer).toContain('other code');
    expect(complaintsOf('L54', `socket = 0.0.0.0:${port}`)).toHaveLength(1);
  });

  test('L79: a worker on its way out is killed after worker-reload-mercy, with its request', async () => {
    const port = await freePort();
    const ini = [
      `http-socket = 127.0.0.1:${port}`,
      'master = true',
      'threads = 2',
      'max-requests = 2',
      'min-worker-lifetime = 0',
      'worker-reload-mercy = 1',
    ].join('\n');
    const { log, status } = await uwsgiForAMoment(ini, async (uwsgi) => {
      const slow = statusWithHeader(port, 1, '/slow?s=5');
      await Promise.all([1, 2].map(() => statusWithHeader(port, 1, '/fast')));
      await until(() => uwsgi.log().includes('NO MERCY'));
      return { log: uwsgi.log(), status: await slow };
    });
    expect(log).toContain('is taking too much time to die...NO MERCY !!!');
    expect(status).toBe('');
  });

  test('L48: without buffer-size a head of 4096 bytes is too long', async () => {
    const port = await freePort();
    const ini = `http-socket = 127.0.0.1:${port}`;
    expect(await uwsgiForAMoment(ini, () => statusWithHeader(port, 5000))).not.toBe('200');
    const roomy = `${ini}\nbuffer-size = 16384`;
    expect(await uwsgiForAMoment(roomy, () => statusWithHeader(port, 5000))).toBe('200');
  });

  test('L43: without a master nobody replaces a worker', async () => {
    const log = await uwsgiForAMoment('processes = 2', (uwsgi) => uwsgi.log());
    expect(log).toContain('you are running uWSGI without its master process manager');
    const withStats = await uwsgiForAMoment('processes = 2\nstats = stats.sock', (uwsgi) => uwsgi.log());
    expect(withStats).not.toContain('without its master process manager');
    expect(withStats).toContain('spawned uWSGI master process');
  });

  test('L44: SIGTERM reloads a master, unless die-on-term', async () => {
    const afterTerm = (ini: string) =>
      uwsgiForAMoment(ini, async (uwsgi) => {
        await until(() => /spawned uWSGI worker 1/.test(uwsgi.log()));
        process.kill(uwsgi.pid, 'SIGTERM');
        const spawns = () => uwsgi.log().match(/spawned uWSGI worker 1/g)?.length ?? 0;
        await until(() => uwsgi.hasEnded() || spawns() > 1);
        return uwsgi.hasEnded();
      });
    expect(await afterTerm('master = true')).toBe(false);
    expect(await afterTerm('master = true\ndie-on-term = true')).toBe(true);
    expect(await afterTerm('')).toBe(true);
  });

  test('L45: without need-app it starts without an application', async () => {
    const ini = 'wsgi-file = nowhere.py';
    const log = await uwsgiForAMoment(ini, (uwsgi) => uwsgi.log());
    expect(log).toContain('no app loaded. going in full dynamic mode');
    expect(log).toContain('spawned uWSGI worker 1');
    expect(await uwsgiForAMoment(`${ini}\nneed-app = true`, (uwsgi) => uwsgi.hasEnded())).toBe(true);
  });

  test('L87: without its plugin Debian’s uWSGI serves nothing, and with strict it does not start', async () => {
    if (!uwsgiVersion.endsWith('-debian')) return;
    const run = (ini: string) =>
      uwsgiForAMoment(ini, (uwsgi) => ({ log: uwsgi.log(), hasEnded: uwsgi.hasEnded() }), {
        plugin: '',
      });
    expect((await run('master = true')).log).toContain('no request plugin is loaded');
    expect(await run('strict = true')).toMatchObject({
      log: expect.stringContaining('unknown config directive: wsgi-file') as string,
      hasEnded: true,
    });
  });

  test('L88: without its plugin http is passed over, and with strict nothing starts', async () => {
    if (!uwsgiVersion.endsWith('-debian')) return;
    const port = await freePort();
    const run = (ini: string) =>
      uwsgiForAMoment(`${ini}\nhttp = 127.0.0.1:${port}`, async (uwsgi) => ({
        status: uwsgi.hasEnded() ? uwsgi.log() : await statusWithHeader(port, 1).catch(() => 'refused'),
      }));
    expect((await run('plugins = http')).status).toBe('200');
    expect((await run('master = true')).status).not.toBe('200');
    expect((await run('strict = true')).status).toContain('unknown config directive: http');
    // Below it the plugin comes too late.
    expect((await run(`strict = true\nhttp = 127.0.0.1:${port}\nplugins = http`)).status).toContain(
      'unknown config directive: http',
    );
  });

  test('L69: every word about names switches auto-procname on', async () => {
    const nameOf = (ini: string) =>
      uwsgiForAMoment(`master = true\n${ini}`, ({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
    expect(await nameOf('procname-prefix-spaced = shop')).toContain('shop uWSGI master');
    expect(await nameOf('')).not.toContain('uWSGI master');
  });

  test('L37: before 2.0.27 threads are off unless asked for, and some options ask for them', async () => {
    const off = 'threads support is disabled';
    const said = (ini: string) => uwsgiForAMoment(ini, (uwsgi) => uwsgi.log());
    const isOff = isBefore(uwsgiVersion, '2.0.27') === true;
    expect((await said('master = true')).includes(off)).toBe(isOff);
    expect(await said('py-tracebacker = tb.')).not.toContain(off);
    expect(await said('enable-threads = true')).not.toContain(off);
  });
});

const otherApplication = `def application(env, start_response):
    start_response('200 OK', [])
    return [b'other code']
`;
