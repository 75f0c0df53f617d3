import * as fc from 'fast-check';
import { formatAddress, parseAddress, parseTarget, type Address } from '../../src/targets/address';
import type { SshLogin } from '../../src/targets/ssh-url';

const tcp = (host: string, port: number): Address => ({ kind: 'tcp', host, port });
const unix = (path: string): Address => ({ kind: 'unix', path });
const http = (host: string, port: number, path: string, tls = false): Address => ({
  kind: 'http',
  tls,
  host,
  port,
  path,
});

const ssh = (login: SshLogin, remote: string | readonly [string, number]): Address => ({
  kind: 'ssh',
  ...login,
  remote:
    typeof remote === 'string'
      ? { kind: 'unix', path: remote }
      : { kind: 'tcp', host: remote[0], port: remote[1] },
});

const understood: readonly (readonly [text: string, address: Address, canonical?: string])[] = [
  ['localhost:1717', tcp('localhost', 1717)],
  ['LocalHost:1717', tcp('localhost', 1717), 'localhost:1717'],
  ['10.0.0.5:1', tcp('10.0.0.5', 1)],
  ['my_host.example:65535', tcp('my_host.example', 65535)],
  ['bücher.example:1717', tcp('bücher.example', 1717)],
  [':1717', tcp('127.0.0.1', 1717), '127.0.0.1:1717'],
  ['[::1]:1717', tcp('::1', 1717)],
  ['[0:0:0:0:0:0:0:1]:1717', tcp('::1', 1717), '[::1]:1717'],
  ['[FE80::1%eth0]:1717', tcp('fe80::1%eth0', 1717), '[fe80::1%eth0]:1717'],
  ['tcp://host:1717', tcp('host', 1717), 'host:1717'],
  ['TCP://:1717', tcp('127.0.0.1', 1717), '127.0.0.1:1717'],
  ['/run/stats.sock', unix('/run/stats.sock')],
  ['//run//stats.sock', unix('/run//stats.sock'), '/run//stats.sock'],
  ['./stats.sock', unix('./stats.sock')],
  ['../stats.sock', unix('../stats.sock')],
  ['~/stats.sock', unix('~/stats.sock')],
  ['/run/a b:1717', unix('/run/a b:1717')],
  ['unix:/run/stats.sock', unix('/run/stats.sock'), '/run/stats.sock'],
  ['unix:///run/stats.sock', unix('/run/stats.sock'), '/run/stats.sock'],
  ['unix://stats.sock', unix('stats.sock'), 'unix:stats.sock'],
  ['unix:stats.sock', unix('stats.sock')],
  ['unix:/run/[1]*.sock', unix('/run/[1]*.sock')],
  ['@name', { kind: 'abstract', name: 'name' }],
  ['@/tmp/dbus=x:1', { kind: 'abstract', name: '/tmp/dbus=x:1' }],
  ['unix:@name', { kind: 'abstract', name: 'name' }, '@name'],
  ['http://host', http('host', 80, '/'), 'http://host:80/'],
  ['http://Host:5050', http('host', 5050, '/'), 'http://host:5050/'],
  ['http://[::1]:5050/stats?a=b', http('::1', 5050, '/stats?a=b')],
  ['https://host/uwsgi', http('host', 443, '/uwsgi', true), 'https://host:443/uwsgi'],
  ['HTTPS://host:80/', http('host', 80, '/', true), 'https://host:80/'],
  ['ssh://host/run/stats.sock', ssh({ host: 'host' }, '/run/stats.sock')],
  ['ssh://me@Prod:2222/run/a b=c:1', ssh({ user: 'me', host: 'Prod', port: 2222 }, '/run/a b=c:1')],
  [
    'SSH://me@corp@host///run/x.sock',
    ssh({ user: 'me@corp', host: 'host' }, '/run/x.sock'),
    'ssh://me@corp@host/run/x.sock',
  ],
  ['ssh://host//x:1', ssh({ host: 'host' }, '/x:1')],
  ['ssh://host//@run/x', ssh({ host: 'host' }, '/@run/x')],
  ['ssh://host/127.0.0.1:1717', ssh({ host: 'host' }, ['127.0.0.1', 1717])],
  ['ssh://host/:1717', ssh({ host: 'host' }, ['127.0.0.1', 1717]), 'ssh://host/127.0.0.1:1717'],
  ['ssh://bastion/Web1:1717', ssh({ host: 'bastion' }, ['web1', 1717]), 'ssh://bastion/web1:1717'],
  [
    'ssh://[FE80::1%eth0]:22/[0:0::1]:1717',
    ssh({ host: 'fe80::1%eth0', port: 22 }, ['::1', 1717]),
    'ssh://[fe80::1%eth0]:22/[::1]:1717',
  ],
  ['file:/tmp/dump.json', { kind: 'file', path: '/tmp/dump.json' }],
  ['file:///tmp/dump.json', { kind: 'file', path: '/tmp/dump.json' }, 'file:/tmp/dump.json'],
  ['file:dump.json', { kind: 'file', path: 'dump.json' }],
  ['-', { kind: 'stdin' }],
];

const withCanonical = understood.map(([text, address, canonical = text]) => ({ text, address, canonical }));

test.each(withCanonical)('$text is understood', ({ text, address, canonical }) => {
  expect(parseAddress(text)).toEqual({ ok: true, value: address });
  expect(formatAddress(address)).toBe(canonical);
});

const refused: readonly (readonly [text: string, ...said: string[]])[] = [
  ['', 'is empty', 'localhost:1717'],
  ['  ', 'is empty'],
  ['localhost', 'has no port', 'localhost:1717', './stats.sock'],
  ['stats.sock', 'has no port', './stats.sock'],
  ['1717', 'bare number', ':1717'],
  ['localhost:', 'no port after the colon', 'localhost:1717'],
  ['localhost:0', 'port 0', '1 to 65535'],
  ['localhost:70000', 'port 70000', '1 to 65535'],
  ['localhost:abc', 'port abc', 'localhost:1717'],
  ['localhost:-1', 'port -1'],
  ['tcp://localhost', 'has no port'],
  ['tcp://localhost:1717/', 'port 1717/'],
  ['two words:1717', 'no valid host name'],
  ['[::1', '[ without its ]', '[::1]:1717'],
  ['[::1]', 'has no port', '[::1]:1717'],
  ['[::1]1717', 'something other than a port'],
  ['[localhost]:1717', 'no IPv6 address'],
  ['[::1%]:1717', 'no IPv6 address'],
  ['::1', 'without brackets', '[::1]:1717'],
  ['fe80::1:1717', 'without brackets'],
  ['@', 'no name after the @'],
  ['unix:', 'no path', 'unix:/run/stats.sock'],
  ['unix:@', 'no name'],
  ['file://', 'no path', 'file:/tmp/dump.json'],
  ['http://', 'no host', 'http://127.0.0.1:1717/'],
  ['http:/host', 'no host'],
  ['http://1717', 'number for a host', 'http://127.0.0.1:1717'],
  ['http://host:70000', 'no valid host and port'],
  ['http://host:0/', 'port 0'],
  ['http://me:secret@host/', 'a user in it'],
  ['http://host/a b', 'white space'],
  ['http://host:1-9/', 'range of ports'],
  ['ftp://host:21', 'unknown scheme ftp', 'http://host:1717'],
  ['uwsgi://host:3031', 'application socket', 'stats option'],
  ['ssh:host/run/stats.sock', 'no host', 'ssh://host/127.0.0.1:1717'],
  ['ssh:///run/stats.sock', 'no host', 'ssh://user@host/run/stats.sock'],
  ['ssh://-oProxyCommand=id/run/x.sock', 'no valid host'],
  ['ssh://-oProxyCommand/run/x.sock', 'no valid host'],
  ['ssh://-lroot@host/run/x.sock', 'no valid user'],
  ['ssh://$(id)@host/run/x.sock', 'no valid user'],
  ['ssh://@host/run/x.sock', 'no valid user'],
  ['ssh://me:secret@host/run/x.sock', 'password', 'key'],
  ['ssh://ho st/run/x.sock', 'no valid host'],
  ['ssh://[host]/run/x.sock', 'no valid host'],
  ['ssh://host:/run/x.sock', 'the port "" for ssh', '1 to 65535'],
  ['ssh://host:70000/run/x.sock', 'port "70000"', '1 to 65535'],
  ['ssh://host', 'nothing behind the host'],
  ['ssh://host/', 'nothing behind the host'],
  ['ssh://host//', 'no path'],
  ['ssh://host/run/uwsgi/', 'ends with a slash'],
  ['ssh://host/1717', 'neither a port nor a whole path', 'ssh://host/127.0.0.1:1717'],
  ['ssh://host/stats.sock', 'neither a port nor a whole path'],
  ['ssh://host/localhost:0', 'port 0'],
  ['ssh://host/localhost:1717/', 'port 1717/'],
  ['ssh://host/~/stats.sock', '~', 'whole path'],
  ['ssh://host/run/*/stats.sock', 'pattern', 'name each'],
  ['ssh://host/run/%h/x.sock', 'character'],
  ['ssh://host/run/${HOME}/x.sock', 'pattern'],
  ['ssh://host/run/$HOME/x.sock', 'character'],
  ['ssh://host/run/x\n.sock', 'control character'],
  ['ssh://host/@name', 'abstract', 'OpenSSH cannot'],
  ['127.0.0.1:9000-9009', 'range of ports', 'one address is wanted'],
  ['/run/uwsgi/*/stats.sock', 'pattern', 'unix:'],
  ['host{1,2}:1717', 'pattern', 'targets file'],
  ['/run/\0', 'NUL'],
];

test.each(refused)('%j is refused with a reason and an example', (text, ...said) => {
  const parsed = parseAddress(text);
  if (parsed.ok) throw new Error('it was understood');
  expect(parsed.failure).toMatchObject({ code: 'address', text });
  for (const words of said) expect(parsed.failure.message).toContain(words);
  expect(parsed.failure.message).toMatch(/^"[^\p{Cc}]*" [^\p{Cc}]+\.$/u);
});

test('a message names neither a secret nor a page of text', () => {
  const parsed = parseAddress('x'.repeat(10_000));
  expect(parsed.ok ? '' : parsed.failure.message).toMatch(/^.{40,300}$/);
});

const named: readonly (readonly [text: string, name: string, id: string])[] = [
  ['web=10.0.0.5:1717', 'web', '10.0.0.5:1717'],
  ['my shop=/run/stats.sock', 'my shop', '/run/stats.sock'],
  ['web=@name=x', 'web', '@name=x'],
  ['@name=x', '@name=x', '@name=x'],
  ['/run/a=b', '/run/a=b', '/run/a=b'],
  ['http://h/?a=b', 'http://h/?a=b', 'http://h:80/?a=b'],
  ['file:a=b', 'file:a=b', 'file:a=b'],
  [':1717', ':1717', '127.0.0.1:1717'],
  ['w\u001b[31m\u202eb=:1717', 'w?[31m?b', '127.0.0.1:1717'],
  [' =:1717', ':1717', '127.0.0.1:1717'],
  ['snap=-', 'snap', '-'],
];

test.each(named)('%j has a name', (text, name, id) => {
  expect(parseTarget(text)).toMatchObject({ ok: true, value: { id, name, text } });
});

test.each(['web=', '=:1717', 'web=localhost', 'a=b=:1717'])('%j is refused as a whole', (text) => {
  expect(parseTarget(text)).toMatchObject({ ok: false, failure: { code: 'address', text } });
});

const tokens = fc.constantFrom(
  ...[
    'unix:',
    'file:',
    'http://',
    'https://',
    'ssh://',
    'tcp://',
    '//',
    '/',
    '.',
    '..',
    '@',
    '~',
    '-',
    ':',
    '[',
    ']',
    '::1',
  ],
  ...[
    'h/run/',
    '/:1717',
    'localhost',
    'Ä',
    '%',
    '=',
    '?',
    '*',
    '#',
    '\\',
    ' ',
    '\n',
    '0',
    '1717',
    '65536',
    'a b',
    'x',
  ],
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(tokens, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join('')),
);

/** Left to chance an ssh:// address is rarely whole. */
const nearlySsh = fc
  .tuple(
    fc.constantFrom('', 'me@', 'a@b@', '-x@'),
    fc.constantFrom('host', 'Host_1', '[::1]', '[FE80::1%eth0]', '-h', ''),
    fc.constantFrom('', ':22', ':0'),
    fc.constantFrom('', '/', '//', '///run/'),
    fc.array(fc.constantFrom('a', ':', '17', '/', '[::1]', 'run', '\\', ' ', '=', '@', '.', 'Ä', '~', '-'), {
      maxLength: 6,
    }),
  )
  .map(([user, host, port, slashes, rest]) => `ssh://${user}${host}${port}${slashes}${rest.join('')}`);

test('no text makes it throw, and the canonical text of what it understands is understood as the same', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, nearlySsh), (text) => {
      const parsed = parseAddress(text);
      if (!parsed.ok) return parsed.failure.message.length > 0;
      expect(parseAddress(formatAddress(parsed.value))).toEqual(parsed);
      return true;
    }),
    { numRuns: 5000 },
  );
});

test('no name holds a character that a terminal would obey', () => {
  fc.assert(
    fc.property(anyText, anyText, (name, address) => {
      const parsed = parseTarget(`${name}=${address}`);
      return !parsed.ok || /^[^\p{Cc}\p{Cf}]+$/u.test(parsed.value.name);
    }),
  );
});
