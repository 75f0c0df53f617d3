import { isTcpName, queueOf } from '../../src/host/queues';
import { firstConnection, parseTcpListeners, parseUnixNames } from '../../src/host/socket-tables';

const row = (address: string, state: string, queues: string) =>
  `   0: ${address} 00000000:0000 ${state} ${queues} 00:00000000 00000000     0        0 872165 1 00 100 0 0 10 0`;
const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

const tcp = [
  head,
  row('0100007F:1F40', '0A', '00000000:0000001E'),
  row('00000000:1F41', '0A', '00000000:00000002'),
  row('0100007F:1F42', '0A', '00000000:00000001'),
  row('0200007F:1F42', '0A', '00000000:00000001'),
  row('0100007F:1F44', '0A', '00000000:00000003'),
  row('0100007F:1F44', '0A', '00000000:00000004'),
  row('0100007F:1F40', '01', '00000000:00000FFF'),
].join('\n');

const tcp6 = [
  head,
  row('00000000000000000000000000000000:1F45', '0A', '00000000:00000005'),
  row('00000000000000000000000001000000:1F46', '0A', '00000000:00000006'),
  row('B80D0120000000000000000001000000:1F47', '0A', '00000000:00000007'),
].join('\n');

const listener = (path: string) => `0000000051953887: 00000002 00000000 00010000 0001 01 928635 ${path}`;
const waiting = (path: string) => `0000000051953888: 00000002 00000000 00000000 0001 02     0 ${path}`;
const accepted = (path: string) => `0000000051953889: 00000003 00000000 00000000 0001 03 928700 ${path}`;

const unix = [
  'Num       RefCount Protocol Flags    Type St Inode Path',
  '00000000ec609ec7: 00000003 00000000 00000000 0001 03 872175',
  ...[listener('/run/a.sock'), waiting('/run/a.sock'), waiting('/run/a.sock'), accepted('/run/a.sock')],
  ...[listener('rel.sock'), waiting('rel.sock')],
  ...[listener('@name@'), waiting('@name@')],
  ...[
    listener('/run/with blank'),
    listener('twice.sock'),
    listener('twice.sock'),
    accepted('/run/gone.sock'),
  ],
].join('\n');

const tables = {
  tcp: parseTcpListeners(tcp),
  tcp6: parseTcpListeners(tcp6),
  unix: parseUnixNames(unix),
};

describe('the listen queue of the socket that uWSGI names', () => {
  test.each([
    ['127.0.0.1:8000', 30, '/proc/net/tcp'],
    [':8001', 2, '/proc/net/tcp'],
    ['0.0.0.0:8001', 2, '/proc/net/tcp'],
    ['localhost:8000', 30, '/proc/net/tcp'],
    ['127.0.0.2:8002', 1, '/proc/net/tcp'],
    ['[::]:8005', 5, '/proc/net/tcp6'],
    ['[::1]:8006', 6, '/proc/net/tcp6'],
    ['[0:0:0:0:0:0:0:1]:8006', 6, '/proc/net/tcp6'],
    ['[2001:DB8::1]:8007', 7, '/proc/net/tcp6'],
    ['/run/a.sock', 2, '/proc/net/unix'],
    ['a.sock', 2, '/proc/net/unix'],
    ['../run/./a.sock', 2, '/proc/net/unix'],
    ['rel.sock', 1, '/proc/net/unix'],
    ['/run/rel.sock', 1, '/proc/net/unix'],
    ['@name', 1, '/proc/net/unix'],
    ['/run/with blank', 0, '/proc/net/unix'],
  ])('%s is %d from %s', (socket, length, source) => {
    expect(queueOf(socket, tables, '/run')).toEqual({ socket, length, source });
  });

  test.each([
    [':8000', 'no such listening'],
    ['127.0.0.1:8001', 'no such listening'],
    ['127.0.0.1:9999', 'no such listening'],
    ['127.0.0.1:8004', '2 sockets listen'],
    ['somewhere:8002', '2 sockets listen'],
    ['twice.sock', '2 sockets listen'],
    ['/run/gone.sock', 'no such listening'],
    ['@other', 'no such listening'],
    ['', 'no such listening'],
  ])('%j is unknown: %s', (socket, reason) => {
    expect(queueOf(socket, tables, '/run')).toEqual({
      socket,
      reason: expect.stringContaining(reason) as string,
    });
  });

  test('a relative path is found without its folder only by the same spelling', () => {
    expect(queueOf('rel.sock', tables, undefined)).toMatchObject({ length: 1 });
    expect(queueOf('a.sock', tables, undefined).length).toBeUndefined();
  });
});

test('on big-endian machines the words are not turned round', () => {
  const table = row('7F000001:1F40', '0A', '00000000:00000001');
  expect(parseTcpListeners(table, false)).toEqual([{ host: '127.0.0.1', port: 8000, waiting: 1 }]);
});

test.each(['', 'nonsense', row('0100007F', '0A', ''), row('xyz:1', '0A', '0:0'), '::: 0A 0A 0A'])(
  'no listener is seen in %j',
  (table) => {
    expect(parseTcpListeners(table)).toEqual([]);
  },
);

test('reading stops at the first connection, not at a line that was cut off', () => {
  const listeners = [head, row('0100007F:1F40', '0A', '00000000:00000000')].join('\n');
  expect(firstConnection.test(listeners)).toBe(false);
  expect(firstConnection.test(`${listeners}\n   1: 0100007F:1F40 00000000:0000 0`)).toBe(false);
  expect(firstConnection.test(tcp)).toBe(true);
});

test.each([
  ['a:80', true],
  ['[::1]:80', true],
  ['/run/a:80', false],
  ['@a:80', false],
  ['a.sock', false],
])('%s is the name of a TCP socket: %j', (name, expected) => {
  expect(isTcpName(name)).toBe(expected);
});
