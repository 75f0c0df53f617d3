import { readEnvironment } from '../../src/config/environment';

const from = <Value>(variable: string, value: Value) => ({
  value,
  source: { kind: 'environment', variable },
});

test.each([
  [{}, {}],
  [{ UWTOP_INTERVAL: '', UWTOP_THEME: '', NO_COLOR: '' }, {}],
  [{ UWTOP_INTERVAL: '500ms' }, { intervalMs: from('UWTOP_INTERVAL', 500) }],
  [{ UWTOP_THEME: 'light' }, { theme: from('UWTOP_THEME', 'light') }],
  [{ NO_COLOR: '0' }, { theme: from('NO_COLOR', 'mono') }],
  [{ UWTOP_THEME: 'light', NO_COLOR: '1' }, { theme: from('NO_COLOR', 'mono') }],
])('%j', (environment, value) => expect(readEnvironment(environment)).toEqual({ ok: true, value }));

test('what makes no sense is told with the name of the variable, all at once', () => {
  const read = readEnvironment({ UWTOP_INTERVAL: 'soon\u001b[2J', UWTOP_THEME: 'drak', NO_COLOR: '1' });
  expect(read).toEqual({
    ok: false,
    failure: [
      'UWTOP_INTERVAL should be seconds from 0.1 to 3600, for example 1, 0.5 or 500ms, not `soon?[2J`',
      'UWTOP_THEME should be one of default, light, mono, high-contrast, colour-blind, not `drak`',
    ],
  });
  expect(readEnvironment({ UWTOP_THEME: 'mnoo' })).toMatchObject({
    failure: [expect.stringMatching(/`mnoo`; did you mean `mono`\?$/)],
  });
});
