import fc from 'fast-check';
import { limitsOf } from '../../src/limits/limits';
import { limitTable } from '../../src/limits/limit-table';
import { readFiles } from './memory-source';

const extensions = ['ini', 'yaml', 'xml', 'json'] as const;

const read = (extension: string, text: string): ReturnType<typeof limitsOf> =>
  limitsOf(
    readFiles(
      { [`/srv/app.${extension}`]: text },
      { commandLine: ['uwsgi', '--master', `app.${extension}`] },
    ),
  );

describe('no text makes the reader throw', () => {
  test.each(extensions)('%s of anything', (extension) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const limits = read(extension, text);
        expect(Object.keys(limits)).toHaveLength(Object.keys(limitTable).length);
      }),
      { numRuns: 200 },
    );
  });

  const pieces: Readonly<Record<(typeof extensions)[number], readonly string[]>> = {
    ini: [
      '[uwsgi]\n',
      '\n',
      '=',
      'harakiri',
      '%(',
      '$(',
      '@(',
      ')',
      '%',
      'if-env',
      'endif\n',
      'for=a b\n',
      'ini=app.ini\n',
      '%(_)',
      ':',
      'set=',
      'declare-option=x=y=$1\n',
      'x',
      ' ',
      '+ 1',
    ],
    yaml: ['uwsgi:\n', '  ', '- ', 'harakiri', ': ', '"', "'", '\n', '#', '[', ']', '|', '{', 'x', ','],
    xml: [
      '<uwsgi',
      '>',
      '</',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<harakiri',
      '/>',
      ' id="',
      '"',
      '&#',
      ';',
      'x',
      '<?',
    ],
    json: [
      '{',
      '}',
      '"uwsgi"',
      '"harakiri"',
      ':',
      ',',
      '[',
      ']',
      '1',
      'null',
      '/*',
      '*/',
      '"',
      '\\',
      '//',
      '\n',
    ],
  };

  test.each(extensions)('%s of its own pieces', (extension) => {
    const texts = fc.array(fc.constantFrom(...pieces[extension]), { maxLength: 40 });
    fc.assert(
      fc.property(texts, (words) => {
        for (const limit of Object.values(read(extension, words.join('')))) {
          expect(['set', 'off', 'unknown']).toContain(limit.state);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('nor does any command line or environment', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('--', '-p', '--harakiri', '--ini', '--set', '=', '-Mp4', 'app.ini', '--if-env'),
    );
    fc.assert(
      fc.property(fc.array(word), fc.dictionary(word, fc.string()), (commandLine, variables) => {
        const entries = Object.entries(variables).map(([name, value]) => [`UWSGI_${name}`, value]);
        const environment = Object.fromEntries(entries) as Record<string, string>;
        expect(() => limitsOf(readFiles({}, { commandLine, environment }))).not.toThrow();
      }),
    );
  });
});

/** Each would take minutes or all the memory, were the work not in proportion to the text. */
describe('a megabyte is read in proportion', () => {
  const million = 1_000_000;
  const fill = (text: string): string => text.repeat(million / text.length);
  const doubling = Array.from({ length: 60 }, (_, index) => `a${index + 1}=%(a${index})%(a${index})`);

  test.each([
    ['options', 'ini', `[uwsgi]\n${fill('a=1\n')}`],
    ['one line', 'ini', `[uwsgi]\nharakiri=${fill('9')}`],
    ['blanks', 'ini', `[uwsgi]\n${fill(' ')}x${fill(' ')}`],
    ['magic', 'ini', `[uwsgi]\nharakiri=${fill('%d')}`],
    ['placeholders in one value', 'ini', `[uwsgi]\nb=2\nharakiri=${fill('%(b)')}`],
    ['open placeholders', 'ini', `[uwsgi]\nharakiri=${fill('%(')}`],
    ['values that double', 'ini', `[uwsgi]\na0=xxxxxxxx\n${doubling.join('\n')}\nharakiri=%(a60)`],
    ['a value of itself', 'ini', '[uwsgi]\nharakiri = x%(harakiri)'],
    ['loops', 'ini', `[uwsgi]\nfor-times=9999\n${fill('a=%(_)\n')}`],
    ['words of a loop', 'ini', `[uwsgi]\nfor=${fill('a ')}\n${'b=%(_)\n'.repeat(100)}`],
    ['includes', 'ini', `[uwsgi]\n${fill('ini=:other\n')}`],
    ['list', 'yaml', `uwsgi:\n  a:\n${fill('  - b\n')}`],
    ['quotes', 'yaml', `uwsgi:\n  a: ${fill('"')}`],
    ['brackets', 'yaml', `uwsgi:\n  a: ${fill('[')}`],
    ['dashes', 'yaml', `uwsgi:\n  ${fill('- ')}`],
    ['elements', 'xml', `<uwsgi>${fill('<a>')}`],
    ['attributes', 'xml', `<uwsgi ${fill('a')}>`],
    ['open comments', 'xml', `<uwsgi>${fill('<!--')}`],
    ['ampersands', 'xml', `<uwsgi><a>${fill('&#1')}</a></uwsgi>`],
    ['brackets', 'json', fill('[')],
    ['open comments', 'json', fill('/*')],
    ['quotes', 'json', fill('"\\')],
    ['values', 'json', `{"uwsgi":{"a":[${fill('1,')}1]}}`],
  ])('%s of %s', (_, extension, text) => {
    const started = performance.now();
    read(extension, text);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
