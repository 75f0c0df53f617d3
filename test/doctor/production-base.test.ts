/** Whoever leaves out a line of a production base is told so; whoever has all of them is told nothing. */
import { ConfigFacts } from '../../src/doctor/config-facts';
import { diagnose } from '../../src/doctor/diagnose';
import { configRules } from '../../src/doctor/rules/index';
import { readFiles } from '../limits/memory-source';

/** In the spirit of what Bloomberg published, with its misspelling mended and its herds spread. */
const base = `
strict = true
master = true
enable-threads = true
vacuum = true
single-interpreter = true
die-on-term = true
need-app = true
disable-logging = true
log-4xx = true
log-5xx = true
harakiri = 55
harakiri-verbose = true
post-buffering = 8192
py-call-osafterfork = true
max-requests = 1000
max-requests-delta = 20
max-worker-lifetime = 3600
max-worker-lifetime-delta = 60
reload-on-rss = 512
memory-report = true
worker-reload-mercy = 60
cheaper-algo = busyness
processes = 20
cheaper = 4
cheaper-initial = 8
cheaper-overload = 10
cheaper-step = 4
cheaper-busyness-multiplier = 30
cheaper-busyness-min = 20
cheaper-busyness-max = 70
auto-procname = true
procname-prefix-spaced = shop
py-tracebacker = /run/shop/tracebacker.
buffer-size = 16384
module = shop.wsgi
socket = /run/shop/app.sock
chmod-socket = 660
stats = /run/shop/stats.sock
`;

const idsOf = (ini: string, uwsgiVersion = '2.0.30'): string[] =>
  diagnose(
    new ConfigFacts(readFiles({ '/srv/app.ini': `[uwsgi]\n${ini}` }), { uwsgiVersion }),
    configRules,
  ).findings.map(({ id }) => id);

const without = (...names: readonly string[]): string =>
  base
    .split('\n')
    .filter((line) => !names.includes(line.split(' ')[0] ?? ''))
    .join('\n');

test('the whole base has nothing to be told', () => {
  expect(idsOf(base)).toEqual([]);
});

test.each([
  ['L42', ['strict']],
  ['L46', ['vacuum']],
  ['L47', ['single-interpreter']],
  ['L44', ['die-on-term']],
  ['L45', ['need-app']],
  ['L81', ['disable-logging']],
  ['L63', ['log-4xx']],
  ['L63', ['log-5xx']],
  ['L17', ['harakiri']],
  ['L63', ['harakiri-verbose']],
  ['L22', ['post-buffering']],
  ['L85', ['py-call-osafterfork']],
  ['L80', ['max-requests', 'max-worker-lifetime', 'reload-on-rss']],
  ['L79', ['worker-reload-mercy', 'harakiri']],
  ['L29', ['max-requests-delta']],
  ['L30', ['max-worker-lifetime-delta']],
  ['L84', ['cheaper-algo']],
  ['L04', ['cheaper']],
  ['L69', ['auto-procname', 'procname-prefix-spaced']],
  ['L77', ['procname-prefix-spaced']],
  ['L64', ['py-tracebacker']],
  ['L48', ['buffer-size']],
  ['L83', ['chmod-socket']],
] as const)('%s misses %s', (id, names) => {
  expect(idsOf(without(...names))).toContain(id);
});

test('what other options switch on by themselves is missed only without them', () => {
  expect(idsOf(without('master'))).toEqual([]);
  const bare = 'module = shop.wsgi\nprocesses = 4\n';
  expect(idsOf(bare)).toContain('L43');
  expect(idsOf(without('enable-threads', 'py-tracebacker'), '2.0.21')).toContain('L37');
});

test('its common misspelling ends the start, because it is strict', () => {
  const misspelt = base.replace('py-call-osafterfork', 'py-callos-afterfork');
  expect(idsOf(misspelt)).toContain('L34');
});
