/** Checks of running instances, held against real ones that are wrong in the way that they look for. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostLimits } from '../../src/doctor/config-facts';
import { liveRules } from '../../src/doctor/live/index';
import { readOwners } from '../../src/host/process-owners';
import { describeWithUwsgi } from '../support/requirements';
import { type RunningUwsgi, startUwsgi } from '../support/uwsgi';
import type { UwsgiOptions } from '../support/uwsgi-options';
import { watchTarget } from '../support/watching';

jest.setTimeout(40_000);

let uwsgi: RunningUwsgi | undefined;

afterEach(async () => {
  await uwsgi?.stop();
  uwsgi = undefined;
});

const start = async (options: UwsgiOptions): Promise<RunningUwsgi> =>
  (uwsgi = await startUwsgi({ options, configuration: 'ini', name: 'doctor' }));

/** After two polls, as the program looks. */
async function found(running: RunningUwsgi, host: HostLimits = {}): Promise<Record<string, string>> {
  const watch = watchTarget(running.statsAddress, { intervalMs: 300 });
  const { instance } = await watch.polls(2);
  await watch.stop();
  const facts = { instance, host, owners: readOwners(instance.seen?.host) };
  return Object.fromEntries(
    liveRules.flatMap((rule) => rule.observe(facts).map(({ message }) => [rule.id, message])),
  );
}

const get = (running: RunningUwsgi, path: string): Promise<unknown> =>
  fetch(`http://127.0.0.1:${running.httpPort}${path}`).catch(() => undefined);

describeWithUwsgi('a running instance', () => {
  test('with memory measured, as another user, and nothing wrong: nothing is told', async () => {
    const running = await start({ processes: 2, 'memory-report': true, uid: 'nobody', listen: 64 });
    for (let times = 0; times < 10; times += 1) await get(running, '/fast');
    expect(await found(running, { somaxconn: 4096 })).toEqual({});
  });

  test('of root, whose memory nobody measures, and whose listen will not do after a restart', async () => {
    const running = await start({ processes: 2, listen: 64 });
    for (let times = 0; times < 10; times += 1) await get(running, '/fast');
    const told = await found(running, { somaxconn: 32 });
    expect(told['V03']).toMatch(/^worker \d has served \d+ requests? and its rss is still 0$/);
    expect(told['V06']).toBe('listen 64 is above net.core.somaxconn 32: the next start fails');
    expect(told['V07']).toBe(process.getuid?.() === 0 ? 'workers 1-2 run as root' : undefined);
  });

  test('whose requests fail, and whose workers are killed', async () => {
    const running = await start({ processes: 2, harakiri: 1 });
    for (let times = 0; times < 110; times += 1) await get(running, times % 2 === 0 ? '/boom' : '/fast');
    const slow = get(running, '/slow?s=10');
    await sleep(3500);
    const told = await found(running);
    await slow;
    expect(told['V14']).toMatch(/^50% of 1\d\d requests ended in an exception/);
    expect(told['V16']).toMatch(/^harakiri made 1 kill/);
  });
});
