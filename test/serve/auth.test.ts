import { Doorkeeper, parseAuthFile } from '../../src/serve/auth';
import { hashPassword, isPassword, parseHash } from '../../src/serve/passwords';

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

test('a password is known by its hash, and no two hashes are alike', async () => {
  const [one, other] = await Promise.all([hashPassword('grüße: all'), hashPassword('grüße: all')]);
  expect(one).not.toBe(other);
  const hash = parseHash(one);
  if (hash === undefined) throw new Error('this is no hash');
  expect(await isPassword('grüße: all', hash)).toBe(true);
  expect(await isPassword('grüße: al', hash)).toBe(false);
});

test.each([
  'secret',
  'scrypt$16384$8$1$salt$key',
  '$2y$10$abcdefghijklmnopqrstuuO3D3y6bCqT4n9C1hZ9nWJmYb1xwQq2a',
  // More than a gigabyte for each check.
  `scrypt$1048576$8$1$c2FsdHNhbHQ$${'A'.repeat(43)}`,
  `scrypt$1000$8$1$c2FsdHNhbHQ$${'A'.repeat(43)}`,
])('%s is no hash', (text) => {
  expect(parseHash(text)).toBeUndefined();
});

describe('a file of users', () => {
  test('tells which line is wrong, and nothing of what stands there', async () => {
    const hash = await hashPassword('right');
    const wrong = parseAuthFile(`# who may scrape\nprometheus:${hash}\nme:hunter2\n`);
    expect(wrong).toMatchObject({ ok: false, failure: expect.stringContaining('line 3 ') as string });
    expect(JSON.stringify(wrong)).not.toContain('hunter2');
    expect(parseAuthFile('\n# nobody\n')).toMatchObject({ ok: false });
  });

  test('lets in who is in it', async () => {
    const users = parseAuthFile(
      `prometheus:${await hashPassword('right')}\nme:${await hashPassword('other')}\n`,
    );
    if (!users.ok) throw new Error(users.failure);
    const door = new Doorkeeper(users.value);
    expect(await door.judge(basic('prometheus', 'right'))).toBe('welcome');
    expect(await door.judge(basic('me', 'other'))).toBe('welcome');
    // Known already, and still not for others.
    expect(await door.judge(basic('prometheus', 'right'))).toBe('welcome');
    for (const header of [
      undefined,
      '',
      'Bearer right',
      'Basic !',
      basic('prometheus', 'other'),
      basic('prometheus', ''),
      basic('me', 'right'),
      basic('nobody', 'right'),
    ])
      expect(await door.judge(header)).toBe('unknown');
  });

  test('does not let guesses take all processors', async () => {
    const users = parseAuthFile(`prometheus:${await hashPassword('right')}\n`);
    if (!users.ok) throw new Error(users.failure);
    const door = new Doorkeeper(users.value);
    expect(await door.judge(basic('prometheus', 'right'))).toBe('welcome');
    const guesses = Array.from({ length: 20 }, (_, index) =>
      door.judge(basic('prometheus', `guess ${index}`)),
    );
    expect(await door.judge(basic('prometheus', 'right'))).toBe('welcome');
    const verdicts = await Promise.all(guesses);
    expect(verdicts.filter((verdict) => verdict === 'busy')).toHaveLength(4);
    expect(verdicts).not.toContain('welcome');
  });
});
