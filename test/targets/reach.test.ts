import { onLoopback, placeInWords, reachOf } from '../../src/targets/reach';

test.each([
  ['127.0.0.1:1717', 'local'],
  ['127.1:1717', 'local'],
  ['localhost:1717', 'local'],
  ['[::1]:1717', 'local'],
  ['[::ffff:127.0.0.1]:1717', 'local'],
  ['/run/app.sock', 'local'],
  ['@app', 'local'],
  ['10.0.0.5:1717', 'private'],
  ['172.16.0.1:1717', 'private'],
  ['172.31.255.1:1717', 'private'],
  ['192.168.1.1:1717', 'private'],
  ['100.64.0.1:1717', 'private'],
  ['[fd12::1]:1717', 'private'],
  ['[fe80::1%eth0]:1717', 'private'],
  ['[::ffff:10.0.0.1]:1717', 'private'],
  ['172.32.0.1:1717', 'public'],
  ['192.169.1.1:1717', 'public'],
  ['8.8.8.8:1717', 'public'],
  [':1717', 'public'],
  ['0:1717', 'public'],
  ['0.0.0.0:1717', 'public'],
  ['[::]:1717', 'public'],
  ['[2001:db8::1]:1717', 'public'],
  ['0.0.0.0:443,cert.pem,key.pem', 'public'],
  ['web1:1717', undefined],
  ['*:1717', undefined],
  ['=0', undefined],
  ['fd://3', undefined],
  ['', undefined],
])('%s is reached from %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});

test('in words, and what to write instead', () => {
  expect(placeInWords('[::]:80')).toBe('every address of the machine');
  expect(placeInWords('8.8.8.8:80')).toBe('a public address');
  expect(onLoopback('[2001:db8::1]:80')).toBe('127.0.0.1:80');
});
