/** Files that are no configuration of uWSGI, and names that come close to one. */
import { whatElse } from '../../src/doctor/foreign';
import { isKnownOption, knownOptions, sinceVersion } from '../../src/doctor/known-options';
import { knowsAllPlugins } from '../../src/doctor/known-plugins';
import { placeholdersIn } from '../../src/doctor/placeholders';
import { isBefore, isVersion } from '../../src/model/uwsgi-version';

test.each([
  ['server {\n  listen 80;\n}', "it looks like nginx's configuration, not like a configuration of uWSGI"],
  [
    '[Unit]\nDescription=x\n[Service]\nExecStart=/bin/x',
    'it looks like a systemd unit, not like a configuration of uWSGI',
  ],
  [
    '[program:web]\ncommand=uwsgi',
    "it looks like supervisor's configuration, not like a configuration of uWSGI",
  ],
  [
    'bind = "0.0.0.0:8000"\nworkers = 4',
    "it looks like gunicorn's configuration, not like a configuration of uWSGI",
  ],
  ['import os\nbind = ":8"', "it looks like gunicorn's configuration, not like a configuration of uWSGI"],
  [
    '<VirtualHost *:80>\n</VirtualHost>',
    "it looks like Apache's configuration, not like a configuration of uWSGI",
  ],
  ['services:\n  web:\n    image: x', 'it looks like a compose file, not like a configuration of uWSGI'],
  ['FROM python:3', 'it looks like a Dockerfile, not like a configuration of uWSGI'],
  ['[www]\npm = dynamic', "it looks like a pool of PHP-FPM's, not like a configuration of uWSGI"],
  ['[uwsgi]\n; nothing', undefined],
  ['', 'it is empty'],
  ['\uFEFF[uwsgi]\nharakiri = 3', 'it starts with a byte order mark, which hides its first line from uWSGI'],
  [' \n', 'it is empty'],
  ['a\0b', 'it is not a text'],
  ['hello', 'it is no configuration of uWSGI: it has no section'],
  [
    '[app]\nx=1\n[prod]\nx=2',
    'it has no section [uwsgi], only app, prod: for one of them put :app behind the name of the file',
  ],
])('%j', (text, reason) => {
  expect(whatElse(text)).toBe(reason);
});

test('options of the core, of plugins, of later versions, and no others', () => {
  for (const name of [
    'harakiri',
    'cheaper-busyness-max',
    'module',
    'py-call-osafterfork',
    'max-requests-delta',
    'http-ss',
  ])
    expect([name, isKnownOption(name)]).toEqual([name, true]);
  for (const name of ['harakri', 'py-callos-afterfork', 'uwsgi', '', 'constructor'])
    expect([name, isKnownOption(name)]).toEqual([name, false]);
  expect(
    ['max-requests-delta', 'harakiri-queue-threshold', 'reload-on-pss', 'harakiri'].map(sinceVersion),
  ).toEqual(['2.0.29', '2.0.22', '2.1', undefined]);
  expect(new Set(knownOptions).size).toBe(knownOptions.length);
});

test.each([
  ['python3', true],
  ['python3,gevent_python311, cheaper_busyness', true],
  ['0:python', true],
  ['/usr/lib/uwsgi/plugins/python3_plugin.so', true],
  ['cheaper_backlog2,v8,sqlite3,ruby19,rack_ruby27', true],
  ['python3,of_our_own', false],
])('plugins = %s', (value, isKnown) => {
  expect(knowsAllPlugins([value])).toBe(isKnown);
});

test.each([
  ['2.0.21-debian', '2.0.22', true],
  ['2.0.22', '2.0.22', false],
  ['2.0.9', '2.0.21', true],
  ['2.1-dev-6cbb2177', '2.0.29', false],
  ['2.0', '2.0.14', true],
  ['2.0.17.1', '2.0.17.2', true],
  ['', '2.0', undefined],
  [undefined, '2.0', undefined],
  ['two', '2.0', undefined],
])('%s before %s', (version, limit, expected) => {
  expect(isBefore(version, limit)).toBe(expected);
});

test('a version is a number with dots', () => {
  expect(['2.0.21', '2', 'x', '2.0.', '2.1-dev'].map(isVersion)).toEqual([true, false, false, false, true]);
});

test('names that values are made of', () => {
  const text =
    'a = %(one)\nb = %(two three + 4)\nif-opt = five=6\n<if-not-opt>seven</if-not-opt>\n"if-opt": "eight"';
  expect([...placeholdersIn(text)]).toEqual(
    expect.arrayContaining(['one', 'two', 'three', 'five', 'seven', 'eight']),
  );
});
