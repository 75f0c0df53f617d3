import { formatAddress } from '../../src/targets/address';
import { abstractNamesIn, type KernelTables, listeningSockets } from '../../src/targets/listening';

const tcpHead =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const tcpLine = (local: string, state: string, inode: number) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
const unixHead = 'Num       RefCount Protocol Flags    Type St Inode Path';

const listened = (tables: Partial<KernelTables>) =>
  [...listeningSockets({ tcp: '', tcp6: '', unix: '', ...tables })].map(
    ([inode, address]) => `${inode} ${formatAddress(address)}`,
  );

test.each([
  ['0100007F:06B5', '127.0.0.1:1717'],
  ['00000000:06B5', '127.0.0.1:1717'],
  ['0500000A:0050', '10.0.0.5:80'],
])('TCP %s is %s', (local, address) => {
  expect(listened({ tcp: [tcpHead, tcpLine(local, '0A', 4711), ''].join('\n') })).toEqual([
    `4711 ${address}`,
  ]);
});

test.each([
  ['00000000000000000000000000000000:06B5', '[::1]:1717'],
  ['00000000000000000000000001000000:06B5', '[::1]:1717'],
  ['B80D0120000000000000000005000000:06B5', '[2001:db8::5]:1717'],
  ['0000000000000000FFFF00000100007F:06B5', '[::ffff:7f00:1]:1717'],
])('TCP over IPv6 %s is %s', (local, address) => {
  const tcp6 = [tcpHead, tcpLine(local, '0A', 12).replace('00000000:0000', `${'0'.repeat(32)}:0000`), ''];
  expect(listened({ tcp6: tcp6.join('\n') })).toEqual([`12 ${address}`]);
});

test('connections are not listening, nor is half a line', () => {
  const tcp = [tcpHead, tcpLine('0100007F:06B5', '01', 1), tcpLine('0100007F:06B5', '06', 0), '   1: 01000'];
  expect(listened({ tcp: tcp.join('\n') })).toEqual([]);
});

test('UNIX sockets that listen, with paths as they were bound', () => {
  const unix = [
    unixHead,
    '0000000000000000: 00000002 00000000 00010000 0001 01 101 /run/uwsgi/stats.sock',
    '0000000000000000: 00000002 00000000 00010000 0001 01   102 @shop@',
    '0000000000000000: 00000002 00000000 00010000 0001 01 103 rel.sock',
    '0000000000000000: 00000002 00000000 00010000 0001 01 104 /run/a b: c.sock',
    '0000000000000000: 00000003 00000000 00000000 0001 03 105 /run/connected.sock',
    '0000000000000000: 00000002 00000000 00000000 0002 01 106 /dev/log',
    '0000000000000000: 00000003 00000000 00000000 0001 03 107',
    '0000000000000000: 00000002 00000000 00010000 0001 01 108 @',
    '',
  ].join('\n');
  expect(listened({ unix })).toEqual([
    '101 /run/uwsgi/stats.sock',
    '102 @shop',
    '103 unix:rel.sock',
    '104 /run/a b: c.sock',
  ]);
});

test('a path with a newline in it speaks for no socket but its own', () => {
  const row = (inode: number, path: string, flags = '00010000') =>
    `0000000000000000: 00000002 00000000 ${flags} 0001 01 ${inode} ${path}`;
  const tcp = [tcpHead, tcpLine('0100007F:06B5', '0A', 4711), tcpLine('0100007F:06B5', '01', 4712)].join(
    '\n',
  );
  const forged = [row(201, '/evil'), row(202, '/evil'), row(4711, '/evil'), row(4712, '/evil')];
  const unix = [
    ...[unixHead, row(201, '@shop'), row(202, '', '00000000').trimEnd(), row(203, '/run/own.sock')],
    ...[row(203, '/run/own.sock'), row(204, `/tmp/a\n${forged.join('\n')}`), ''],
  ].join('\n');
  expect(listened({ tcp, unix })).toEqual(['203 /run/own.sock', '204 /tmp/a']);
  expect(abstractNamesIn(unix)).toEqual(['shop']);
});

test('no tables, no sockets', () => {
  expect(listened({})).toEqual([]);
});
