import { defaultSettings } from '../../src/alerts/situation';
import { labelOf } from '../../src/cli/options';
import { probeTarget } from '../../src/serve/probe-target';
import { Probes } from '../../src/serve/probes';
import { budgetMs } from '../../src/serve/scrape-time';
import type { Target } from '../../src/targets/address';
import { openTransport } from '../../src/transport/transport';
import { answering, capture, serversOfEachTest, silent } from '../support/stats-server';

const startServer = serversOfEachTest();
const urlOf = (target: string) => new URL(`http://uwtop/probe?target=${encodeURIComponent(target)}`);

describe('the target of a probe', () => {
  test.each(['10.0.0.5:1717', '[::1]:1717', 'http://10.0.0.5:1717', 'https://host/stats', 'tcp://h:1'])(
    '%s is asked',
    (text) => {
      expect(probeTarget(urlOf(text), [])).toMatchObject({ ok: true });
    },
  );

  test.each([
    ['/run/shop.sock', 'unix'],
    ['unix:shop.sock', 'unix'],
    ['file:/etc/passwd', 'file'],
    ['@shop', 'abstract'],
    ['ssh://host/run/shop.sock', 'ssh'],
  ] as const)('%s is refused unless %s is allowed', (text, kind) => {
    expect(probeTarget(urlOf(text), [])).toMatchObject({ ok: false, failure: { status: 403 } });
    expect(probeTarget(urlOf(text), [kind])).toMatchObject({ ok: true });
  });

  test('stdin is never read', () => {
    expect(probeTarget(urlOf('-'), ['unix', 'file', 'abstract', 'ssh'])).toMatchObject({
      failure: { status: 403 },
    });
  });

  test.each(['', ':9000-9009', '/run/*.sock', '@uwsgi-*', 'nonsense'])('"%s" is no single target', (text) => {
    expect(probeTarget(urlOf(text), ['unix', 'abstract'])).toMatchObject({
      ok: false,
      failure: { status: 400 },
    });
  });

  test('two are too many', () => {
    const url = new URL('http://uwtop/probe?target=a:1&target=b:1');
    expect(probeTarget(url, [])).toMatchObject({ failure: { status: 400 } });
  });
});

test.each([
  ['10', 9750],
  ['0.2', 100],
  ['100000', 120_000],
  ['-1', 5000],
  ['soon', 5000],
  [undefined, 5000],
])('of a scrape that may take %s seconds %d ms are for the target', (header, expected) => {
  expect(budgetMs(header, 5000)).toBe(expected);
});

describe('probes', () => {
  let opened = 0;
  const probes = () => {
    opened = 0;
    return new Probes({
      open: (target, timeoutMs) => {
        opened++;
        return { target, transport: openTransport(target.address, { readTimeoutMs: timeoutMs }) };
      },
      labelOf,
      settingsOf: defaultSettings,
      onForget: () => undefined,
    });
  };

  const targetOf = (text: string): Target => {
    const target = probeTarget(urlOf(text), []);
    if (!target.ok) throw new Error(target.failure.message);
    return target.value;
  };

  const phaseAfter = async (all: Probes, target: Target, budget: number) =>
    (await all.probe(target, budget))?.fleet.instances.get(target.id)?.phase;

  test('ask twice what is new, so that there are rates, and once what is known', async () => {
    const server = await startServer(answering(capture('plain.t1.json')));
    const target = targetOf(server.address);
    const all = probes();
    expect(await phaseAfter(all, target, 500)).toBe('up');
    expect(opened).toBe(2);
    const situation = await all.probe(target, 500);
    expect(opened).toBe(3);
    expect(situation?.fleet.instances.get(target.id)?.polls.total).toBe(3);
    all.stop();
  });

  test('share an answer that two ask for at once', async () => {
    const server = await startServer(answering(capture('plain.t1.json')));
    const target = targetOf(server.address);
    const all = probes();
    const [one, other] = await Promise.all([all.probe(target, 500), all.probe(target, 500)]);
    expect(one).toBe(other);
    expect(opened).toBe(2);
    all.stop();
  });

  test('are over in time when nobody answers', async () => {
    const server = await startServer(silent);
    const started = performance.now();
    const all = probes();
    expect(await phaseAfter(all, targetOf(server.address), 400)).toBe('down');
    expect(performance.now() - started).toBeLessThan(1500);
    all.stop();
  });
});
