/** `uwtop check` against a real uWSGI: idle, saturated, stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { holdRequest } from '../support/load';
import { runProgram } from '../support/program';
import { startUwsgi } from '../support/uwsgi';

jest.setTimeout(60_000);

async function check(...words: readonly string[]) {
  const { exitCode, stdout } = await runProgram(['check', ...words]);
  return { exitCode, line: stdout.toString() };
}

test('idle is OK, saturated is CRITICAL, stopped is CRITICAL', async () => {
  const uwsgi = await startUwsgi({ options: { processes: 2 }, name: 'check' });
  const shop = `shop=${uwsgi.statsAddress}`;
  try {
    const idle = await check(shop);
    expect(idle).toMatchObject({
      exitCode: 0,
      line: expect.stringMatching(/^UWSGI OK - shop: 0 of 2 busy, busyness 0%, /) as string,
    });
    expect(idle.line).toContain("'busyness'=0%;70;90;0;100");
    const held = [1, 2].map(() => holdRequest({ port: uwsgi.httpPort, path: '/slow?s=12', headers: '' }));
    await sleep(1000);
    const [now, over] = await Promise.all([check(shop), check('--for', '4', '--rules', 'busy-ratio', shop)]);
    expect(now).toMatchObject({
      exitCode: 2,
      line: expect.stringMatching(/^UWSGI CRITICAL - shop: busyness is 100%/) as string,
    });
    expect(over).toMatchObject({
      exitCode: 2,
      line: expect.stringMatching(/^UWSGI CRITICAL - shop: 2 of 2 workers busy/) as string,
    });
    for (const request of held) request.abort();
  } finally {
    await uwsgi.stop();
  }
  expect(await check(shop)).toMatchObject({
    exitCode: 2,
    line: expect.stringMatching(/^UWSGI CRITICAL - shop: (connection refused|no such file)/) as string,
  });
});
