/** What `--init` prints is what the rules ask for, whichever uWSGI is meant. */
import { isKnownOption } from '../../src/doctor/known-options';
import { type BaseKind, productionBase } from '../../src/doctor/production-base';
import { examineFiles } from './reading';

const kinds: readonly BaseKind[] = ['wsgi', 'django', 'flask', 'docker', 'emperor'];
const versions = [undefined, '2.0.21-debian', '2.0.30', '2.0.18'];

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe.each(kinds)('%s', (kind) => {
  test.each(versions)('for uWSGI %s no rule has a thought about it', (uwsgiVersion) => {
    const text = productionBase(kind, uwsgiVersion);
    const host = { uwsgiVersion, somaxconn: 4096, memoryBytes: 8 * 1024 ** 3, cpuCount: 4 };
    const { findings } = examineFiles({ 'app.ini': text }, { host });
    expect(findings.filter(({ id }) => !isTooOldFor(id, uwsgiVersion))).toEqual([]);
  });

  test('each option has its reason above it, and is one of uWSGI', () => {
    const lines = linesOf(productionBase(kind, '2.0.30'));
    for (const [index, line] of lines.entries()) {
      if (/^[#[]/.test(line)) continue;
      expect(lines[index - 1]).toMatch(/^# .{10}/);
      expect(isKnownOption(line.replace(/^; /, '').split(' = ')[0] ?? '')).toBe(true);
    }
  });
});

/** 2.0.18 has no max-worker-lifetime-delta, which the base cannot do without. */
const isTooOldFor = (id: string, version: string | undefined): boolean =>
  version === '2.0.18' && id === 'L68';

test('what Bloomberg runs in production is in it', () => {
  const text = productionBase('wsgi', '2.0.21-debian');
  for (const name of `strict master enable-threads vacuum single-interpreter die-on-term need-app disable-logging log-4xx
    log-5xx harakiri max-requests max-worker-lifetime reload-on-rss worker-reload-mercy cheaper-algo py-call-osafterfork
    auto-procname memory-report stats`.split(/\s+/)) {
    expect(text).toMatch(new RegExp(`^${name} = `, 'm'));
  }
});

test('an option that an older uWSGI does not know would end its start: it gets none', () => {
  expect(productionBase('wsgi', '2.0.21')).not.toContain('max-requests-delta');
  expect(productionBase('wsgi', '2.0.30')).toContain('\nmax-requests-delta = ');
});
