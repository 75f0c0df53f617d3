/** Whatever stands in a file, every rule looks at it and none stumbles; what is printed is text. */
import fc from 'fast-check';
import { jsonReport } from '../../src/doctor/json-report';
import { knownOptions } from '../../src/doctor/known-options';
import { configRules } from '../../src/doctor/rules';
import { sarifReport } from '../../src/doctor/sarif-report';
import { textReport } from '../../src/doctor/text-report';
import { examineFiles } from './reading';

const option = fc.constantFrom(...knownOptions, 'harakri', 'uwtop', '%(x)', 'if-env', 'set');
const value = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    'true',
    '127.0.0.1:3031',
    ':1717',
    '/run/x.sock',
    '@x',
    '[::1]:1',
    'busyness',
  ),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const comment = fc.constantFrom(
  '; uwtop: ignore L17',
  '# uwtop: ignore-file L99',
  '; uwtop:',
  '[uwsgi]',
  '%',
);
const line = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(option, value).map(([a, b]) => `${a} = ${b}`) },
  comment,
);
const host = { somaxconn: 4096, memoryBytes: 2 ** 33, cpuCount: 4, uwsgiVersion: '2.0.21-debian' };

test('an ini of any options', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.boolean(), (lines, isHere) => {
      const report = examineFiles(
        { 'app.ini': `[uwsgi]\n${lines.join('\n')}\n` },
        { host: isHere ? host : {} },
      );
      const text = textReport([report], { columns: 80, isColoured: false });
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|undefined|NaN|Infinity/);
      expect(JSON.stringify([jsonReport([report]), sarifReport([report], configRules, '1')])).toMatch(
        /^\[\{/,
      );
    }),
    { numRuns: 100 },
  );
});

test.each(['ini', 'yaml', 'xml', 'json'])('%s of anything', (extension) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const report = examineFiles({ [`app.${extension}`]: text });
      expect(textReport([report], { columns: 80, isColoured: false })).toMatch(/rules; /);
    }),
    { numRuns: 100 },
  );
});

test('of an option whose value cannot be known nothing is said, and it is not missing', () => {
  const complained = knownOptions.flatMap((name) => {
    const { findings } = examineFiles({ 'app.ini': `[uwsgi]\n${name} = @(gone)\n` }, { host });
    return findings.filter(({ origin }) => origin !== undefined).map(({ id }) => `${id} ${name}`);
  });
  expect(complained).toEqual([]);
});

test('where something could not be read, nothing is called missing', () => {
  const { findings } = examineFiles(
    { 'app.ini': '[uwsgi]\nsocket = :3031\nmodule = app\nini = gone.ini\n' },
    { host },
  );
  expect(findings.filter(({ origin }) => origin === undefined)).toEqual([]);
});
