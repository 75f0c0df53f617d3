/** What a poll through a connection that stands leaves behind. */
import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { parseAddress } from '../../src/targets/address';
import { fail, succeed } from '../../src/result';
import { SshForwards } from '../../src/transport/ssh-forwards';
import { SshHosts } from '../../src/transport/ssh-hosts';
import { SshTransport } from '../../src/transport/ssh-transport';
import { SshWords } from '../../src/transport/ssh-words';
import type { Transport } from '../../src/transport/transport';

const parsed = parseAddress('ssh://far/:1717');
if (!parsed.ok || parsed.value.kind !== 'ssh') throw new Error('no ssh address');
const address = parsed.value;

const cut: Transport = { read: async () => Promise.resolve(fail({ code: 'reset' })) };

class OneHost extends SshHosts {
  readonly ending = new AbortController();
  constructor() {
    super({});
  }
  override reach(): ReturnType<SshHosts['reach']> {
    const forwards = new SshForwards({ login: address, folder: '/x', controlPath: '/x/c', env: {} });
    const link = {
      forwards,
      words: new SshWords(new PassThrough()),
      ended: this.ending.signal,
      end: () => undefined,
    };
    return Promise.resolve(succeed({ path: '/x/1', link }));
  }
}

const readAll = (transport: Transport, times: number) =>
  Promise.all(Array.from({ length: times }, () => transport.read(new AbortController().signal)));

test('polls that fail leave nothing at a connection that lives on', async () => {
  const host = new OneHost();
  const outcomes = await readAll(new SshTransport(address, () => cut, host), 10);
  expect(outcomes[0]).toEqual({ ok: false, failure: { code: 'reset' } });
  expect(getEventListeners(host.ending.signal, 'abort')).toEqual([]);
});

test('one that failed because the connection ended says so', async () => {
  const host = new OneHost();
  setTimeout(() => host.ending.abort(), 60);
  const [outcome] = await readAll(new SshTransport(address, () => cut, host), 1);
  expect(outcome).toMatchObject({ failure: { code: 'reset', detail: 'the ssh connection ended' } });
});

test('a target that is closed leaves its host', () => {
  const host = new OneHost();
  const [join, leave] = [jest.spyOn(host, 'join'), jest.spyOn(host, 'leave')];
  const transport = new SshTransport(address, () => cut, host);
  expect([join.mock.calls.length, leave.mock.calls.length]).toEqual([1, 0]);
  transport.close();
  expect([join.mock.calls.length, leave.mock.calls.length]).toEqual([1, 1]);
});
