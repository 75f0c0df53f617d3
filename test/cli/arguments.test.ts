import { InvalidArgumentError } from 'commander';
import { parseCount, parseIntervalMs } from '../../src/cli/interval';
import { sourcesOf } from '../../src/cli/find-targets';
import { labelOf, labelsOf, openTarget } from '../../src/cli/options';
import { speaksUtf8 } from '../../src/cli/speaks-utf8';
import { Knowledge } from '../../src/targets/knowledge';
import { UsageError } from '../../src/cli/usage-error';

test.each([
  ['1', 1000],
  ['0.5', 500],
  ['.5', 500],
  ['0.1', 100],
  ['2s', 2000],
  ['500ms', 500],
  ['1.5m', 90_000],
  ['3600', 3_600_000],
  [' 1 ', 1000],
])('the interval %s', (text, ms) => {
  expect(parseIntervalMs(text)).toBe(ms);
});

test.each([
  '',
  '0',
  '0.05',
  '99ms',
  '3601',
  '61m',
  '-1',
  '+1',
  '1e3',
  '1,5',
  '1.',
  'x',
  '1h',
  '0x10',
  'NaN',
  'Infinity',
])('the interval "%s" is refused', (text) => {
  expect(() => parseIntervalMs(text)).toThrow(InvalidArgumentError);
});

test.each([
  ['1', 1],
  ['60', 60],
  ['999999999', 999_999_999],
])('the count %s', (text, value) => {
  expect(parseCount(text)).toBe(value);
});

test.each(['', '0', '-1', '1.5', '1e3', '01', ' 1', '9999999999', 'x'])(
  'the count "%s" is refused',
  (text) => {
    expect(() => parseCount(text)).toThrow(InvalidArgumentError);
  },
);

test.each([
  [{ LANG: 'en_US.UTF-8' }, true],
  [{ LANG: 'C.utf8' }, true],
  [{ LANG: 'C' }, false],
  [{ LANG: 'de_DE.ISO-8859-1' }, false],
  [{}, false],
  [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
  [{ LC_ALL: '', LC_CTYPE: '', LANG: 'en_US.UTF-8' }, true],
  [{ LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, true],
  [{ LC_CTYPE: 'C', LANG: 'en_US.UTF-8' }, false],
])('%j speaks UTF-8: %p', (environment, speaks) => {
  expect(speaksUtf8(environment)).toBe(speaks);
});

describe('targets', () => {
  const problemOf = (...texts: readonly string[]) => {
    try {
      sourcesOf(texts, {});
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
    return '';
  };

  test('that cannot be read are told all at once', () => {
    expect(problemOf('localhost', ':1717', ':99999')).toMatch(/localhost[^]*\n[^]*99999/);
  });

  test.each([
    ['onec', /; did you mean the command once\?$/],
    ['DEMO', /; did you mean the command demo\?$/],
    ['conifg', /; did you mean the command config\?$/],
    ['once', /; the command once comes first: uwtop once …$/],
  ])('that look like a command are told so: %s', (text, hint) => {
    expect(problemOf(text)).toMatch(hint);
  });

  test.each(['localhost', 'a', ':99999', 'shop=onec'])('%s looks like none', (text) => {
    expect(problemOf(text)).toMatch(/^(?!.*command)./);
  });

  test('of an odd path move no terminal', () => {
    const labels = targetsTyped('unix:/run/\u001b]0;x\u0007.sock', 'file:/tmp/\u009b1m').map(labelOf);
    expect(labels.length).toBe(2);
    for (const { name, address } of labels) expect(`${name}${address}`).not.toMatch(/\p{Cc}/u);
  });

  test('of one name have their addresses behind it', () => {
    const names = labelsOf(targetsTyped('a=:1', 'a=:2', 'b=:3', ':4')).map(({ name }) => name);
    expect(names).toEqual(['a :1', 'a :2', 'b', ':4']);
  });

  test('hide what a targets file should not have said of them', () => {
    const [target] = targetsTyped('a=:1');
    const labels = target && labelOf({ ...target, labels: { env: 'prod', password: 'hunter2' } }).labels;
    expect(labels).toEqual({ env: 'prod', password: '***' });
  });

  test('are opened without touching anything', () => {
    const options = { timeout: 5000, maxSize: 64 };
    const informed = { knowledge: new Knowledge(() => ({ configurations: [] })), patient: true };
    const targets = targetsTyped(':1', '@a', '/b', 'file:c');
    expect(targets.map((target) => openTarget(target, options, informed).target)).toEqual(targets);
  });

  test('are looked for on this machine only where none is named in any way', () => {
    expect(sourcesOf([], {}).discovers).toBe(true);
    expect(sourcesOf([':1'], {}).discovers).toBe(false);
    expect(sourcesOf([], { targets: ['a.yaml'] }).discovers).toBe(false);
  });
});

const targetsTyped = (...texts: readonly string[]) =>
  sourcesOf(texts, {}).specs.flatMap((spec) => (spec.kind === 'targets' ? spec.targets : []));
