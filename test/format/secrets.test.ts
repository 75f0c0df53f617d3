import { isSecretName, maskText, maskValue } from '../../src/format/secrets';

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

test.each([
  ...['token', 'access_token', 'X-Api-Key', 'apikey', 'PHPSESSID', 'session', 'sess', 'connect.sid', 'sid'],
  ...['user[password]', 'user%5Bpassword%5D', 'passwd', 'pwd', 'pass', 'db_pass', 'userpass', 'passphrase'],
  ...['HTTP_COOKIE', 'HTTP_AUTHORIZATION', 'HTTP_PROXY_AUTHORIZATION', 'HTTP_X_CSRFTOKEN', 'HTTP_X_AUTH'],
  ...['X-Amz-Signature', 'X-Amz-Credential', 'sig', 'client_assertion', 'SAMLResponse', 'otp', 'jwt'],
])('%s names a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  ...[
    'author',
    'authors',
    'keyword',
    'keyboard',
    'design',
    'assign',
    'inside',
    'spin',
    'option',
    'passenger',
  ],
  ...[
    'page',
    'q',
    'code',
    'state',
    'user',
    'REMOTE_ADDR',
    'HTTP_USER_AGENT',
    'SERVER_NAME',
    'CONTENT_TYPE',
    '',
  ],
])('%s names none', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  ['a parameter', '/x?a=1&api_KEY=abc&b=2', '/x?a=1&api_KEY=***&b=2'],
  ['several', '/x?passwd=&pwd&secret=a=b=c', '/x?passwd=***&pwd&secret=***'],
  ['what a value may hold', '/x?password=a;b/c?d=e+f&g=h', '/x?password=***&g=h'],
  ['an encoded separator in a value', '/x?password=a%26b%3Dc&g=h', '/x?password=***&g=h'],
  ['a fragment', '/x?a=1#access_token=abc&expires_in=60', '/x?a=1#access_token=***&expires_in=60'],
  ['a query without a path', 'token=ab/cd;ef&q=1', 'token=***&q=1'],
  ['a path with parameters', '/shop;jsessionid=0A/cart?q=1', '/shop;jsessionid=***?q=1'],
  ['only the last name of a path', '/authors/list=2?q=1', '/authors/list=2?q=1'],
  [
    'an address in an address',
    '/in?next=https%3A%2F%2Fh%2Fcb%3Ftoken%3Dabc%26page%3D2&q=1',
    '/in?next=https%3A%2F%2Fh%2Fcb%3Ftoken%3D***%26page%3D2&q=1',
  ],
  [
    'one in that',
    '/in?a=b%3Fc%3Dd%253Ftoken%253Dabc%2526e&q=1',
    '/in?a=b%3Fc%3Dd%253Ftoken%253D***%2526e&q=1',
  ],
  ['the answer to a login', '/cb?state=xyz&code=abc&a=1', '/cb?state=***&code=***&a=1'],
  ['a code that is none of a login', '/x?code=US&a=1', '/x?code=US&a=1'],
  ['a state that is none of a login', '/x?state=Ohio', '/x?state=Ohio'],
  ['a web token in a path', `/reset/${jwt}/now`, '/reset/***/now'],
  ['a web token as a value', `/x?d=${jwt}&q=1`, '/x?d=***&q=1'],
  ['another signed text', '/x?d=eyJpZCI6MX0.Zm9v', '/x?d=***'],
  ['a page of a list, which is not signed', '/x?cursor=eyJpZCI6MX0', '/x?cursor=eyJpZCI6MX0'],
  ['a user in an address', 'https://ann:s3:cr@t@host/x?q=@', 'https://ann:***@host/x?q=@'],
  ['a token in its place', 'https://ghp_0123456789abcdef@github.com/x', 'https://***@github.com/x'],
  ['a user alone', 'https://ann@host/x', 'https://ann@host/x'],
  ['a port and a later @', 'http://host:80/x?to=a@b', 'http://host:80/x?to=a@b'],
  ['a scheme of authorization', 'sent Bearer abc.def, and more', 'sent Bearer *** and more'],
  ['nothing', '/x?page=2&q=lamp+oak', '/x?page=2&q=lamp+oak'],
])('masks %s', (_, text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  ['HTTP_COOKIE', 'theme=dark; sessionid=abc', '***'],
  ['HTTP_COOKIE', '', ''],
  ['QUERY_STRING', 'a=1&token=abc', 'a=1&token=***'],
  ['HTTP_REFERER', 'https://h/x?token=abc', 'https://h/x?token=***'],
  ['HTTP_X_UPSTREAM', 'Bearer abc', 'Bearer ***'],
  ['REMOTE_ADDR', '192.0.2.1', '192.0.2.1'],
])('%s=%s is shown as %s', (name, value, masked) => {
  expect(maskValue(name, value)).toBe(masked);
});

/** Quadratic work would take minutes here. */
test.each([
  'key',
  'key=',
  '=',
  '&token=',
  'code=&state=',
  '%25',
  '%2525253',
  'eyJ',
  'eyJa.',
  '.',
  '://',
  '://a:',
  '://a:@',
  '@',
  'bearer ',
  'basic',
  ' ',
  '?',
])('a request cannot make the masking take long: %s', (piece) => {
  const text = `/x?a=eyJ@ ${piece.repeat(1_000_000 / piece.length)}`;
  expect(maskText(text).length).toBeGreaterThan(0);
});
