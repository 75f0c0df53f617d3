import { maskCommand } from '../../src/format/command-secrets';

test.each([
  ['a flag with a sign', 'worker --password=s3c --port=80', 'worker --password=*** --port=80'],
  ['a flag without', 'worker --password s3c --port 80', 'worker --password *** --port 80'],
  ['one dash', 'worker -token s3c -v', 'worker -token *** -v'],
  ['quotes', `worker --api-key "a b" --secret='c d' -v`, 'worker --api-key *** --secret=*** -v'],
  ['escaped blanks', 'worker --password a\\ b -v', 'worker --password *** -v'],
  ['a flag that takes no value', 'worker --password --host db', 'worker --password --host db'],
  ['a flag at the end', 'worker --password', 'worker --password'],
  ['a refusal', 'worker --no-auth all', 'worker --no-auth all'],
  [
    'a file of secrets',
    'worker --key-file /etc/k --password-file=/etc/p',
    'worker --key-file /etc/k --password-file=/etc/p',
  ],
  ['the environment', 'PGPASSWORD=s3c psql -h db -p 5432', 'PGPASSWORD=*** psql -h db -p 5432'],
  ['the environment in quotes', `env TOKEN="a b" X='y' run`, `env TOKEN=*** X='y' run`],
  ['a setting of a setting', 'worker -Dspring.password=a&b#c -v', 'worker -Dspring.password=*** -v'],
  ['a list of settings', 'mount -o user=ann,password=s3c /mnt', 'mount -o user=ann,password=*** /mnt'],
  [
    'what a shell runs',
    `sh -c "PGPASSWORD='a b' psql; run --token x" --port 1`,
    `sh -c "PGPASSWORD=*** psql; run --token ***" --port 1`,
  ],
  ['what a shell runs in other quotes', `sh -c 'run --token "a b" -v'`, `sh -c 'run --token *** -v'`],
  ['escaped quotes', 'sh -c "run --token \\"a b\\" -v"', 'sh -c "run --token *** -v"'],
  ['a header', 'curl -H "Authorization: Bearer abc" h', 'curl -H "Authorization: ***" h'],
  ['a header without a blank', `curl -H 'X-Api-Key:abc def' h`, `curl -H 'X-Api-Key:***' h`],
  ['a header that is none of a secret', `curl -H 'X-Request-Id: abc' h`, `curl -H 'X-Request-Id: abc' h`],
  ['a header in a title, which has no quotes', 'curl -H Cookie: a=b; c=d h', 'curl -H Cookie: ***'],
  ['a user of curl', 'curl -u ann:s3c --user=ben:x -sS h', 'curl -u *** --user=*** -sS h'],
  ['what curl says it is', 'curl --user-agent x h', 'curl --user-agent x h'],
  [
    'a password of mysql',
    '/usr/bin/mysqldump -uann -ps3c -P 3306 db',
    '/usr/bin/mysqldump -uann -p*** -P 3306 db',
  ],
  ['a quoted password of mysql', 'mysql -p"a b" db', 'mysql -p*** db'],
  ['a password that mysql asks for', 'mysql -p db', 'mysql -p db'],
  ['a password of sshpass', 'sshpass -p s3c ssh -p 22 h', 'sshpass -p *** ssh -p *** h'],
  ['a password of redis', 'redis-cli -a s3c ping', 'redis-cli -a *** ping'],
  ['a port', 'celery -p 8000 -A app', 'celery -p 8000 -A app'],
  ['an address with a user', 'celery -b redis://:s3c@db/0', 'celery -b redis://:***@db/0'],
  ['an address with a parameter', 'curl "https://h/x?a=1&token=abc"', 'curl "https://h/x?a=1&token=***"'],
  ['a web token', 'run eyJhbGciOiJI.eyJzdWIi.c2ln now', 'run *** now'],
  ['a title', 'uWSGI worker 1 [auth-service: ready]', 'uWSGI worker 1 [auth-service: ready]'],
  [
    'nothing',
    'sh -c "sleep 2; echo \\"q u o t e d\\"; exit 1"',
    'sh -c "sleep 2; echo \\"q u o t e d\\"; exit 1"',
  ],
  ['an empty text', '', ''],
])('masks %s', (_, command, masked) => {
  expect(maskCommand(command)).toBe(masked);
});

/** Quadratic work would take minutes here. */
test.each([
  'a',
  '=',
  'a=',
  'key=',
  ',',
  '"',
  "'",
  '\\',
  '\\"',
  '--key ',
  '--key "',
  '\'"',
  'x:',
  ' ',
  '-',
  '/',
])('no command makes the masking take long: %s', (piece) => {
  for (const before of ['', 'curl ', 'x --token ', `sh -c "--token `, `'--token `]) {
    const command = before + piece.repeat(300_000 / piece.length);
    expect(maskCommand(command).length).toBeGreaterThan(0);
  }
});
