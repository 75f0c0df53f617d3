import { pollOnce } from '../../src/poller/poll-once';
import { ScriptedTransport, stats } from './scripted-transport';
import { decodeSnapshot } from '../../src/stats/decode';

jest.mock('../../src/stats/decode', () => {
  const original = jest.requireActual<{ decodeSnapshot: typeof decodeSnapshot }>('../../src/stats/decode');
  return { decodeSnapshot: jest.fn(original.decodeSnapshot) };
});

const ask = (transport: ScriptedTransport) => pollOnce('shop', transport, new AbortController().signal);

test('an answer becomes a sighting', async () => {
  const observation = await ask(new ScriptedTransport());
  expect(observation).toMatchObject({
    targetId: 'shop',
    outcome: { ok: true, value: { snapshot: { kind: 'worker' }, repairs: 0, bytes: stats.length } },
  });
});

test('a failure of the transport is passed on', async () => {
  const transport = new ScriptedTransport();
  transport.outcome = { code: 'refused', detail: 'ECONNREFUSED' };
  expect((await ask(transport)).outcome).toEqual({ ok: false, failure: transport.outcome });
});

test('an answer that is no stats document is a failure that says so', async () => {
  const transport = new ScriptedTransport();
  transport.outcome = '{"hello": "world"}';
  expect((await ask(transport)).outcome).toMatchObject({ ok: false, failure: { code: 'not-stats' } });
});

test('a bug of the decoder is one failed poll, and nothing worse', async () => {
  jest.mocked(decodeSnapshot).mockImplementationOnce(() => {
    throw new RangeError('out of hand');
  });
  expect((await ask(new ScriptedTransport())).outcome).toEqual({
    ok: false,
    failure: { code: 'internal', detail: 'out of hand' },
  });
  expect((await ask(new ScriptedTransport())).outcome.ok).toBe(true);
});
