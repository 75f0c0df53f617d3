import { shownVariables } from '../../src/stats/variables';

const asked = ['REQUEST_METHOD=GET', 'QUERY_STRING=a=1&token=abc', 'HTTP_COOKIE=sessionid=def', 'EMPTY=', ''];

test('shows the variables of a request in their order, the values of secrets masked', () => {
  expect(shownVariables(asked, { showSecrets: false })).toEqual([
    { name: 'REQUEST_METHOD', value: 'GET' },
    { name: 'QUERY_STRING', value: 'a=1&token=***' },
    { name: 'HTTP_COOKIE', value: '***' },
    { name: 'EMPTY', value: '' },
  ]);
});

test('shows all to who asked for it', () => {
  const shown = shownVariables(asked, { showSecrets: true });
  expect(shown.map(({ value }) => value)).toEqual(['GET', 'a=1&token=abc', 'sessionid=def', '']);
});

test('passes over what is no text, and takes a text without a sign for a name', () => {
  expect(shownVariables([1, null, ['A=1'], 'BARE'], { showSecrets: false })).toEqual([
    { name: 'BARE', value: '' },
  ]);
});

test.each([true, false])('a request cannot reach the terminal (secrets shown: %s)', (showSecrets) => {
  const hostile = ['HTTP_X_\u001b[2J=\u202e\u009b31m', 'HTTP_COOKIE=\u0007'];
  const text = JSON.stringify(shownVariables(hostile, { showSecrets }));
  expect(text).toMatch(/^[ -~]*$/);
  expect(text).toContain('HTTP_X_?[2J');
});

test('a request cannot choose how much is shown', () => {
  const long = [`A=${'x'.repeat(100_000)}`, `${'N'.repeat(100_000)}=1`];
  const [value, name] = shownVariables(long, { showSecrets: false });
  expect(value?.value).toMatch(/^x{1023}…$/);
  expect(name?.name).toHaveLength(128);
  const many = Array.from({ length: 100_000 }, (_, index) => `A${index}=1`);
  expect(shownVariables(many, { showSecrets: false })).toHaveLength(256);
});
