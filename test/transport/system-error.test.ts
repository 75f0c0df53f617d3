import { failureOf } from '../../src/transport/system-error';

const systemError = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ENOENT', 'no-such-file'],
  ['EACCES', 'permission'],
  ['EPERM', 'permission'],
  ['ENOTSOCK', 'not-a-socket'],
  ['EPROTOTYPE', 'not-a-socket'],
  ['ENOTFOUND', 'name-not-found'],
  ['EAI_AGAIN', 'name-not-found'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ETIMEDOUT', 'connect-timeout'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['EMFILE', 'no-descriptors'],
  ['ENFILE', 'no-descriptors'],
])('%s is %s', (code, expected) => {
  expect(failureOf(systemError(code)).code).toBe(expected);
});

test('an error without a place in the table is told in its own words, cleaned', () => {
  expect(failureOf(new Error('so\x1b[31m odd'))).toEqual({ code: 'io', detail: 'so?[31m odd' });
});

test.each([
  [['EADDRNOTAVAIL', 'ECONNREFUSED'], 'refused'],
  [['ECONNREFUSED', 'ENETUNREACH'], 'refused'],
  [['ENETUNREACH', 'ETIMEDOUT'], 'connect-timeout'],
  [['ENETUNREACH', 'EHOSTUNREACH'], 'unreachable'],
])('of the addresses of a host that fail with %j, the most telling counts', (codes, expected) => {
  expect(failureOf(new AggregateError(codes.map(systemError))).code).toBe(expected);
});
