import { limitsOf } from '../../src/limits/limits';
import { limitsOfIni, notesOf, optionsOfFiles, readFiles, readIni, type Files } from './memory-source';

const harakiri = (files: Files, start = {}): unknown => {
  const limit = limitsOf(readFiles(files, start)).harakiriSeconds;
  return limit.state === 'unknown' ? limit.reason : limit.value;
};

describe('what cannot be read makes unknown what it may have set, and nothing else', () => {
  test.each([
    ['a missing include', 'ini = gone.ini', 'gone.ini cannot be read: it does not exist'],
    [
      'an include of itself',
      'ini = app.ini',
      'app.ini is loaded by what it loads itself: a loop of includes',
    ],
    [
      'an include that the environment names',
      'ini = $(DIR)/a.ini',
      '$(DIR)/a.ini cannot be read: it does not exist',
    ],
    ['a program', 'ini = exec:///bin/config', 'exec:///bin/config is no file that can be read a second time'],
    ['a plugin', 'config = app.lua', 'config = app.lua is not followed'],
    ['another format', 'include = app.conf', 'app.conf is in no format that can be read here'],
    [
      'a condition in a condition',
      'if-env = HOME\nif-env = HOME',
      'if-env stands inside of another condition, with which uWSGI does not start',
    ],
  ])('%s', (_, text, reason) => {
    const before = readIni(`harakiri = 30\n${text}`, { environment: { HOME: '/' } });
    expect(limitsOf(before).harakiriSeconds).toEqual({ state: 'unknown', reason });
    expect(limitsOf(before).processes).toEqual({ state: 'unknown', reason });
    expect(notesOf(before)).toEqual([expect.stringMatching(/^app\.ini line \d: /)]);
    const after = readIni(`${text}\nendif =\nharakiri = 30`, { environment: { HOME: '/' } });
    expect(limitsOf(after).harakiriSeconds.value).toBe(30);
  });

  test('a loop over several files', () => {
    const files = {
      '/srv/app.ini': '[uwsgi]\nharakiri = 1\ninclude = b.yaml',
      '/srv/b.yaml': 'uwsgi:\n  json: c.json\n',
      '/srv/c.json': '{"uwsgi": {"inherit": "/srv/app.ini"}}',
    };
    expect(harakiri(files)).toBe('/srv/app.ini is loaded by what it loads itself: a loop of includes');
  });

  test('the same file twice is no loop', () => {
    const files = { '/srv/app.ini': '[uwsgi]\nini=b.ini\nini=b.ini', '/srv/b.ini': '[uwsgi]\nharakiri=3' };
    expect(harakiri(files)).toBe(3);
  });

  test.each([
    ['no section', '[other]\nharakiri = 1', 'app.ini: it has no section [uwsgi]'],
    ['garbage', '\u0000\u0001\uFFFD', 'app.ini cannot be read: it is not a text'],
    ['nothing', '', 'app.ini: it has no section [uwsgi]'],
  ])('a file with %s', (_, text, reason) => {
    expect(harakiri({ '/srv/app.ini': text })).toBe(reason);
  });

  test.each([
    ['a.json', '{', 'a.json: it is not valid JSON'],
    ['a.json', '{"other": {}}', 'a.json: it has no object "uwsgi"'],
    ['a.xml', '<uwsgi><harakiri>3</uwsgi>', 'a.xml: </uwsgi> comes before <harakiri> of line 1 is closed'],
    ['a.xml', '<uwsgi><harakiri>3', 'a.xml: its element <harakiri> is not closed'],
    ['a.xml', '<config/>', 'a.xml: it has no element <uwsgi>'],
    ['a.xml', '<!DOCTYPE u [<!ENTITY e "9">]><uwsgi/>', 'a.xml: it declares entities of its own'],
    ['a.yaml', 'uwsgi:\n  harakiri: &x 3', 'a.yaml: "&x 3" is YAML that only uWSGI reads'],
    ['a.yaml', 'uwsgi:\n\tharakiri: 3', 'a.yaml: a tab stands where YAML wants blanks'],
    ['a.yaml', 'uwsgi: 3', 'a.yaml: it has no mapping "uwsgi"'],
  ])('%s with %j', (name, text, reason) => {
    expect(harakiri({ [`/srv/${name}`]: text }, { commandLine: ['uwsgi', name] })).toBe(reason);
  });
});

describe('a value that cannot be worked out is unknown', () => {
  test.each([
    ['%(nope)', {}, 'harakiri: uWSGI leaves %(nope) in it as it is'],
    ['$(NOPE)', {}, 'harakiri: uWSGI leaves $(NOPE) in it as it is'],
    ['@(gone)', {}, 'harakiri: @(gone) cannot be read: it does not exist'],
    [
      '$(LIMIT)',
      { environment: undefined },
      'harakiri: $(LIMIT) depends on the environment of the process, which is not known',
    ],
    ['%k', {}, 'harakiri: %k is not known here'],
  ])('%s', (text, start, reason) => {
    const files = { '/srv/app.ini': `[uwsgi]\nharakiri = ${text}\nprocesses = 2` };
    // An environment that is left out and one that is undefined are the same here.
    const { environment, ...rest } = { environment: {}, ...start };
    const configuration =
      environment === undefined
        ? readFiles(files, { ...rest, environment: undefined as never })
        : readFiles(files, { ...rest, environment });
    expect(limitsOf(configuration).harakiriSeconds).toEqual({ state: 'unknown', reason });
    expect(limitsOf(configuration).processes.value).toBe(2);
    expect(notesOf(configuration)).toEqual([`app.ini line 2: ${reason}`]);
  });

  test('facts of the machine make magic variables known', () => {
    const facts = { cpuCount: 8, hostName: 'web1' };
    const { processes, procnamePrefix } = limitsOfIni('processes = %k\nprocname-prefix = %h', { facts });
    expect(processes.value).toBe(8);
    expect(procnamePrefix.value).toBe('web1');
  });

  test('listen is read before anything is expanded', () => {
    const { listen } = limitsOfIni('listen = $(QUEUE)', { environment: { QUEUE: '64' } });
    expect(listen.state).toBe('unknown');
  });

  test('placeholders in a log format are no fault', () => {
    expect(notesOf(readIni('log-format = %(addr) %(uri)'))).toEqual([]);
  });
});

describe('conditions that cannot be known', () => {
  test.each(['if-plugin = python3', 'if-hostname = web1', 'if-hostname-match = ^web'])('%s', (condition) => {
    const text = `harakiri = 10\nthreads = 2\n${condition}\nharakiri = 30\nendif =\nprocesses = 3`;
    const { harakiriSeconds, processes, threads } = limitsOfIni(text);
    expect(harakiriSeconds).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining(`it depends on ${condition}: `) as string,
    });
    expect([threads.value, processes.value]).toEqual([2, 3]);
    expect(limitsOfIni(`${condition}\nharakiri = 10\nendif =\nharakiri = 30`).harakiriSeconds.value).toBe(30);
  });

  test('what a placeholder takes from there is not known either', () => {
    const text = 'if-plugin = x\nlimit = 5\nendif =\nlimit = 6\nharakiri = %(limit)';
    expect(limitsOfIni(text).harakiriSeconds.state).toBe('unknown');
  });

  test('nor what a file sets that is loaded there', () => {
    const files = {
      '/srv/app.ini': '[uwsgi]\nif-plugin = x\nini = b.ini\nendif=',
      '/srv/b.ini': '[uwsgi]\nharakiri=3',
    };
    expect(harakiri(files)).toContain('it depends on if-plugin = x');
  });

  test('the host, a reload and paths are asked for', () => {
    const start = { facts: { hostName: 'web1' }, environment: { UWSGI_RELOADS: '1' } };
    const text =
      'if-hostname = web1\na=%(_)\nendif=\nif-reload=\nb=1\nendif=\nif-not-exists = /gone\nc=1\nendif=';
    expect(optionsOfFiles(readIni(text, start))).toEqual(expect.arrayContaining(['a=web1', 'b=1', 'c=1']));
  });
});

describe('what a person would want to know', () => {
  test.each([
    ['stray = 1\n[uwsgi]\na=1', 'app.ini line 1: app.ini: "stray = 1" stands before any section'],
    [
      '\uFEFF[uwsgi]\na=1',
      'app.ini line 1: app.ini: it starts with a byte order mark, which hides its first line from uWSGI',
    ],
    [
      '[uwsgi]\nharakiri 60',
      'app.ini line 2: app.ini: uWSGI takes all of "harakiri 60" for the name of an option',
    ],
  ])('%j', (text, note) => {
    expect(notesOf(readFiles({ '/srv/app.ini': text }))[0]).toBe(note);
  });
});

describe('the command line', () => {
  test.each([
    ['a process that was renamed', ['shop-uWSGI master'], 'the command line names no option'],
    ['an abbreviation', ['uwsgi', '--max-req', '5'], '--max-req on the command line is an abbreviation'],
    ['an unknown letter', ['uwsgi', '-M', '-X'], '-X on the command line is not known'],
    ['a word that is no file', ['uwsgi', '--foo', '1', 'app.py'], 'it is not known what app.py'],
  ])('%s', (_, commandLine, reason) => {
    expect(harakiri({}, { commandLine })).toContain(reason);
  });

  test.each(['http', 'fastrouter', 'emperor', 'procname'])(
    '--%s is an option, though others that matter begin with it',
    (name) => {
      const commandLine = ['uwsgi', `--${name}`, 'x', '--harakiri', '5'];
      expect(harakiri({}, { commandLine })).toBe(5);
    },
  );
});
