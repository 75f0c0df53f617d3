/** What somebody has decided to live with is not told, and nothing else is lost with it. */
import { examineFiles, places } from './reading';

const ids = ['L17', 'L29', 'L32'];
const findingsOf = (files: Readonly<Record<string, string>>, ignored: readonly string[] = []) => {
  const report = examineFiles(files, { ids, ignored });
  return {
    places: places(report),
    ignored: report.ignoredCount,
    notes: report.notes.map(({ text }) => text),
  };
};
const ini = (...lines: readonly string[]) => ({
  'app.ini': ['[uwsgi]', 'socket = :1', 'processes = 2', ...lines].join('\n'),
});

test('without a comment all of it', () => {
  expect(findingsOf(ini('max-requests = 100'))).toEqual({
    places: ['app.ini:4 L29', 'app.ini:4 L32', '- L17'],
    ignored: 0,
    notes: [],
  });
});

test.each([
  ['by id', '; uwtop: ignore L29'],
  ['by name', '# uwtop: ignore max-requests-without-delta'],
  ['with a reason behind it', ';uwtop: ignore L29 - the load is even anyway, says L17'],
])('for the next option, %s', (_, comment) => {
  expect(findingsOf(ini(comment, '', '; more words', 'max-requests = 100')).places).toEqual([
    'app.ini:7 L32',
    '- L17',
  ]);
});

test('several at once, and for no option after the next', () => {
  const found = findingsOf(
    ini('; uwtop: ignore L29, max-requests-low', 'max-requests = 100', 'max-requests = 50'),
  );
  expect(found.places).toEqual(['app.ini:6 L29', 'app.ini:6 L32', '- L17']);
  expect(findingsOf(ini('; uwtop: ignore L29, max-requests-low', 'max-requests = 100'))).toMatchObject({
    places: ['- L17'],
    ignored: 2,
  });
});

test('for the file before its first section, or where it says so, also what is missing', () => {
  const [text] = Object.values(ini('max-requests = 100'));
  expect(findingsOf({ 'app.ini': `; uwtop: ignore L17, L29\n${text}` }).places).toEqual(['app.ini:5 L32']);
  expect(findingsOf(ini('max-requests = 100', '; uwtop: ignore-file L17,L32')).places).toEqual([
    'app.ini:4 L29',
  ]);
});

test('of an included file only its own lines', () => {
  const files = {
    'app.ini': '; uwtop: ignore L32\n[uwsgi]\nsocket = :1\nharakiri = 1\nini = base.ini\nmax-requests = 5',
    'base.ini': '[uwsgi]\nmax-requests = 7',
  };
  expect(findingsOf(files).places).toEqual([]);
  expect(
    findingsOf({ ...files, 'app.ini': files['app.ini'].replace('\nmax-requests = 5', '') }).places,
  ).toEqual(['base.ini:2 L32']);
});

test('by a flag, anywhere', () => {
  expect(findingsOf(ini('max-requests = 100'), ['L29', 'harakiri-missing'])).toMatchObject({
    places: ['app.ini:4 L32'],
    ignored: 2,
  });
});

test.each([
  ['app.yaml', 'uwsgi:\n  socket: :1\n  processes: 2\n  max-requests: 100 # uwtop: ignore L29,L32\n'],
  ['app.yaml', 'uwsgi:\n  socket: :1\n  processes: 2\n  # uwtop: ignore L29,L32\n  max-requests: 100\n'],
  ['app.yaml', '# uwtop: ignore L29,L32\nuwsgi:\n  socket: :1\n  processes: 2\n  max-requests: 100\n'],
  [
    'app.xml',
    '<uwsgi>\n<socket>:1</socket>\n<processes>2</processes>\n<!-- uwtop: ignore L29,L32 -->\n<max-requests>100</max-requests>\n</uwsgi>',
  ],
  [
    'app.xml',
    '<uwsgi>\n<socket>:1</socket><processes>2</processes>\n<max-requests>100</max-requests> <!-- uwtop: ignore L29, L32 -->\n</uwsgi>',
  ],
  [
    'app.json',
    '{"uwsgi": {\n"socket": ":1", "processes": 2,\n"max-requests": 100 // uwtop: ignore L29,L32\n}}',
  ],
  [
    'app.json',
    '{"uwsgi": {\n"socket": ":1", "processes": 2,\n/* uwtop: ignore L29,L32 */\n"max-requests": 100\n}}',
  ],
])('%s has comments of its own: %j', (name, text) => {
  expect(findingsOf({ [name]: text })).toEqual({ places: ['- L17'], ignored: 2, notes: [] });
});

test.each([
  ['; uwtop: ignore L00', 'uwtop: ignore names no rule with L00; did you mean `L01`?'],
  [
    '; uwtop: ignore harakiri-mising',
    'uwtop: ignore names no rule with harakiri-mising; did you mean `harakiri-missing`?',
  ],
  ['; uwtop: ignore', 'uwtop: ignore names no rule'],
  [
    'harakiri = 30 ; uwtop: ignore L29',
    'uwtop: ignore stands behind a value, of which uWSGI makes it a part: give it a line of its own',
  ],
])('%s is told', (line, note) => {
  expect(findingsOf(ini(line)).notes).toEqual([note]);
});
