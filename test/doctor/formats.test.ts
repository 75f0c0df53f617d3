/** What is printed, in each format, of a configuration that somebody else wrote. */
import { jsonReport } from '../../src/doctor/json-report';
import { configRules } from '../../src/doctor/rules';
import { sarifReport } from '../../src/doctor/sarif-report';
import { textReport } from '../../src/doctor/text-report';
import { examineFiles } from './reading';

const files = {
  'app.ini': '[uwsgi]\nini = conf/base.ini\ncheaper = 4\nstrict = true\nhttp-socket = :1\nini = gone.ini',
  'conf/base.ini': '[uwsgi]\nprocesses = 4\nharakiri = 30\nmax-requests = 20\nmemory-report = 1\n',
};
const ids = ['L01', 'L17', 'L32'];
const looks = { columns: 60, isColoured: false };

test('as a compiler tells it', () => {
  expect(textReport([examineFiles(files, { ids, host: { uwsgiVersion: '2.0.21' } })], looks)).toBe(`\
app.ini:3: error L01 cheaper-not-below-processes: cheaper 4 is not below processes 4
    uWSGI ends at the start: the least number of workers has
    to be lower than the highest one.
    fix: cheaper = 1

conf/base.ini:4: warning L32 max-requests-low: max-requests 20 is very low
    At some ten requests a second a worker lives for
    seconds: uWSGI forks all the time and caches never warm
    up.
    fix: max-requests = 5000

app.ini:6: note: gone.ini cannot be read: it does not exist

app.ini: 1 error, 1 warning (3 rules; uWSGI 2.0.21; read conf/base.ini)
`);
});

test('nothing says what was looked at', () => {
  const nothing = examineFiles({ 'app.ini': '[uwsgi]\nmaster = true' }, { ids, ignored: ['L01'] });
  expect(textReport([nothing], looks)).toBe('app.ini: nothing found (3 rules; version of uWSGI not known)\n');
  expect(textReport([nothing, nothing], looks)).toMatch(/\n\n2 configurations: nothing found\n$/);
});

test('the severity alone is coloured', () => {
  const text = textReport([examineFiles(files, { ids })], { ...looks, isColoured: true });
  expect(text.match(/\u001b\[1;3[13]m\w+\u001b\[0m/g)).toEqual([
    '\u001b[1;31merror\u001b[0m',
    '\u001b[1;33mwarning\u001b[0m',
  ]);
  expect(text.split('\u001b')).toHaveLength(5);
});

test('for scripts', () => {
  expect(jsonReport([examineFiles(files, { ids })])).toMatchObject({
    schemaVersion: 1,
    counts: { error: 1, warning: 1, info: 0 },
    reports: [
      {
        subject: 'app.ini',
        files: ['app.ini', 'conf/base.ini'],
        uwsgiVersion: null,
        rules: 3,
        ignored: 0,
        findings: [
          {
            id: 'L01',
            name: 'cheaper-not-below-processes',
            severity: 'error',
            fix: 'cheaper = 1',
            versions: null,
          },
          { id: 'L32', place: { file: 'conf/base.ini', line: 4 } },
        ],
        notes: [{ text: 'gone.ini cannot be read: it does not exist', place: { line: 6 } }],
      },
    ],
  });
});

test('for code scanners', () => {
  const missing = examineFiles({ '/srv/my app/é.ini': '[uwsgi]\nsocket = :1' }, { ids });
  const sarif = sarifReport([examineFiles(files, { ids }), missing], configRules, '1.2.3');
  const place = (uri: string, startLine?: number) => [
    {
      physicalLocation: {
        artifactLocation: { uri },
        ...(startLine !== undefined && { region: { startLine } }),
      },
    },
  ];
  expect(sarif).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'uwtop', semanticVersion: '1.2.3' } },
        results: [
          { ruleId: 'L01', ruleIndex: 0, level: 'error', locations: place('app.ini', 3) },
          { ruleId: 'L32', level: 'warning', locations: place('conf/base.ini', 4) },
          { ruleId: 'L17', level: 'warning', locations: place('file:///srv/my%20app/%C3%A9.ini') },
        ],
        invocations: [{ toolExecutionNotifications: [{ level: 'note' }] }],
      },
    ],
  });
});

test('secrets stay hidden, and nothing in a file can move a terminal', () => {
  const report = examineFiles({
    'app.ini':
      '[uwsgi]\ncheaper-algo = x\u001b]0;y\u0007\npasswrd = hunter2\nharakri = --password hunter2\nevn = DB_PASSWORD=hunter2\nhttpp = http://me:hunter2@host\nsocket = :1\n',
  });
  const text =
    textReport([report], { columns: 100, isColoured: false }) + JSON.stringify(jsonReport([report]));
  expect(text).toContain('L68');
  expect(text).not.toContain('hunter2');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

test('of a value that goes on and on only the beginning is told', () => {
  const report = examineFiles({
    'app.ini': `[uwsgi]\ncheaper-algo = ${'x'.repeat(9000)}\n${'y'.repeat(9000)} = 1`,
  });
  const longest = Math.max(
    ...report.findings.map(({ message, fix = '' }) => Math.max(message.length, fix.length)),
  );
  expect(report.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['L05', 'L68']));
  expect(longest).toBeLessThan(200);
});
