import { requestOf } from '../../src/stats/vars';
import { capture, workerDocument } from './captures';

test('reads method, uri and host', () => {
  const vars = ['REQUEST_METHOD=GET', 'PATH_INFO=/a', 'REQUEST_URI=/a?b=c', 'HTTP_HOST=lab:80', ''];
  expect(requestOf(vars)).toEqual({ method: 'GET', uri: '/a?b=c', host: 'lab:80' });
});

test.each([
  ['nothing', undefined, undefined],
  ['an idle core', [], undefined],
  ['only the trailing empty text', [''], undefined],
  ['what is no text', [1, null, {}, ['REQUEST_METHOD=GET']], undefined],
  ['no uri: the path', ['REQUEST_METHOD=PUT', 'PATH_INFO=/p'], { method: 'PUT', uri: '/p' }],
  ['no method', ['REQUEST_URI=/p'], { method: '', uri: '/p' }],
  ['other variables of the same letters', ['REQUEST_METHODS=X', 'PATH=/x', 'HTTP_HOSTS=y'], undefined],
])('%s', (_, vars, request) => {
  expect(requestOf(vars)).toEqual(request);
});

test('stops reading when all is found', () => {
  const vars = new Proxy(['HTTP_HOST=h', 'REQUEST_URI=/', 'REQUEST_METHOD=GET', 'later'], {
    get: (target, key) => {
      if (key === '3') throw new Error('read too far');
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(requestOf(vars)).toEqual({ method: 'GET', uri: '/', host: 'h' });
});

test('masks secrets in the uri, and keeps it in the clear beside that', () => {
  expect(requestOf(['REQUEST_URI=/x?token=abc&q=1'])).toEqual({
    method: '',
    uri: '/x?token=***&q=1',
    uriInClear: '/x?token=abc&q=1',
  });
  expect(requestOf(['REQUEST_URI=/x?q=1'])).not.toHaveProperty('uriInClear');
  expect(requestOf(['REQUEST_URI=/', 'HTTP_HOST=x?token=abc'])?.host).toBe('x?token=***');
});

test('a request cannot reach the terminal, nor take long to be masked', () => {
  const request = requestOf([
    'REQUEST_METHOD=G\u001b[2J',
    `REQUEST_URI=/\u202e?${'key'.repeat(20000)}`,
    'HTTP_HOST=\u009b31m',
  ]);
  expect(request).toMatchObject({ method: 'G?[2J', host: '?31m' });
  expect(request?.uri).toMatch(/^\/\?\?(key)+k?e?$/);
  expect(request?.uri).toHaveLength(4096);
});

test('what a real server shows', () => {
  const shown = (name: string) =>
    workerDocument(capture(name)).workers.flatMap(
      ({ cores }) => cores?.map(({ vars }) => requestOf(vars)) ?? [],
    );
  const seen = shown('invalid-pct-path-esc.json').filter((request) => request !== undefined);
  expect(seen).toEqual([{ method: 'GET', uri: '/x%1b%5d0;pwned%07%1b%5b2J?wait=1' }]);
  expect(shown('bigjson.json.gz').filter((request) => request?.uri.startsWith('/'))).toHaveLength(900);
});
