import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostFacts } from '../../src/model/host-facts';
import type { EmperorDocument } from '../../src/stats/schema';
import { InstanceLooks } from '../../src/targets/instance-looks';
import { createInstanceFinder } from '../../src/targets/instances';
import { VassalFinder } from '../../src/targets/vassal-finder';
import { createFakeProcesses, type FakeProcesses } from './fake-processes';

const here: HostFacts = {
  local: true,
  readAtMs: 0,
  processes: {},
  queues: [],
  memory: { reason: 'not asked' },
};

let fake: FakeProcesses;
let folder: string;
let finder: VassalFinder;
beforeEach(() => {
  fake = createFakeProcesses();
  folder = mkdtempSync(join(tmpdir(), 'uwtop-vassals-'));
  finder = new VassalFinder(new InstanceLooks(createInstanceFinder(fake.root), 0), fake.root);
});
afterEach(() => {
  fake.delete();
  rmSync(folder, { recursive: true });
});

const write = (name: string, ...lines: readonly string[]) =>
  writeFileSync(join(folder, name), ['[uwsgi]', ...lines, ''].join('\n'));

type Vassal = EmperorDocument['vassals'][number];
const documentOf = (vassals: readonly Vassal[], more: Partial<EmperorDocument> = {}): EmperorDocument => ({
  version: '2.0.21',
  pid: 40,
  cwd: folder,
  vassals: vassals.map((vassal) => ({ monitor: folder, ...vassal })),
  ...more,
});

async function placesOf(document: EmperorDocument, host: HostFacts = here) {
  await finder.refresh(document, host);
  return finder.places;
}

const emperorRuns = () =>
  fake.run(40, {
    parent: 1,
    holds: [],
    words: ['--emperor', folder],
    cwd: folder,
    environment: { RUN: '/run' },
  });

test('a vassal that runs is known by its command line, its environment and what it listens on', async () => {
  write('shop.ini', 'stats = $(RUN)/%n.stats', 'chdir = /srv');
  fake.listen({ 900: '/run/shop.stats' });
  emperorRuns();
  fake.run(50, { parent: 40, holds: [900], words: ['--ini', 'shop.ini'], environment: { RUN: '/run' } });
  expect(await placesOf(documentOf([{ id: 'shop.ini', pid: 50 }]))).toEqual({
    'shop.ini': { address: '/run/shop.stats' },
  });
});

test('one whose title was written over its command line by its sockets', async () => {
  fake.listen({ 900: '/run/shop.stats', 800: '/run/shop.sock' });
  emperorRuns();
  fake.run(50, { parent: 40, holds: [800, 1, 2, 900], words: 'shop-uWSGI master' });
  fake.run(51, { parent: 50, holds: [800, 1], words: 'shop-uWSGI worker 1' });
  expect(await placesOf(documentOf([{ id: 'shop.ini', pid: 50 }]))).toEqual({
    'shop.ini': { address: '/run/shop.stats' },
  });
});

test('one that waits for its next try, or for its first request, by its file', async () => {
  write('late.ini', 'chdir = /srv', 'stats = late.sock');
  write('dead.ini', 'stats = $(RUN)/dead.sock');
  write('brood.ini', 'stats = :1', '[zerg]', 'stats = :2');
  mkdirSync(join(folder, 'sub'));
  write('sub/glob.ini', 'stats-server = @glob');
  emperorRuns();
  const document = documentOf(
    [
      { id: 'late.ini', pid: -1, on_demand: ':80' },
      { id: 'brood.ini:zerg', pid: 0, zerg: 1 },
      { id: 'brood.ini:zerg', pid: 0, zerg: 1 },
      { id: join(folder, 'sub', 'glob.ini'), pid: 0, monitor: join(folder, '*', 'glob.ini') },
    ],
    { emperor: [folder], blacklist: [{ id: 'dead.ini', attempt: 3 }] },
  );
  expect(await placesOf(document)).toEqual({
    'late.ini': { address: '/srv/late.sock' },
    'brood.ini:zerg': { address: '127.0.0.1:2' },
    'brood.ini:zerg #2': { address: '127.0.0.1:2' },
    [join(folder, 'sub', 'glob.ini')]: { address: '@glob' },
    'dead.ini': { address: '/run/dead.sock' },
  });
});

test('what is not known has its reason', async () => {
  write('crash.ini', 'processes = 1');
  write('env.ini', 'stats = $(NOWHERE)/x');
  const document = documentOf([
    { id: 'crash.ini', pid: 0 },
    { id: 'gone.ini', pid: 0 },
    { id: 'env.ini', pid: 0 },
    { id: 'shop', pid: 0, monitor: 'pg://host=db password=secret' },
  ]);
  expect(await placesOf(document)).toEqual({
    'crash.ini': {
      reason: `no stats option in ${join(folder, 'crash.ini')}: add stats = /tmp/crash.stats.sock`,
    },
    'gone.ini': { reason: `${join(folder, 'gone.ini')} cannot be read: it does not exist` },
    'env.ini': {
      reason:
        'its stats option is not known: $(NOWHERE) depends on the environment of the process, which is not known',
    },
    shop: { reason: 'its configuration is in no file: the emperor has it from pg' },
  });
});

test('of an emperor elsewhere nothing of this machine is read', async () => {
  write('shop.ini', 'stats = :1717');
  const places = await placesOf(documentOf([{ id: 'shop.ini', pid: 0 }]), {
    local: false,
    reason: 'not on this machine',
  });
  expect(places).toEqual({ 'shop.ini': { reason: 'not on this machine' } });
});

test('the object is the same until a vassal has changed, and where it is', async () => {
  write('shop.ini', 'stats = :1717');
  const before = await placesOf(documentOf([{ id: 'shop.ini', pid: 0 }]));
  write('shop.ini', 'stats = :1818');
  expect(await placesOf(documentOf([{ id: 'shop.ini', pid: 0 }]))).toBe(before);
  const after = await placesOf(documentOf([{ id: 'shop.ini', pid: 0, last_run: 5 }]));
  expect(after).toEqual({ 'shop.ini': { address: '127.0.0.1:1818' } });
  expect(await placesOf(documentOf([{ id: 'shop.ini', pid: 0, last_run: 6 }]))).toBe(after);
});

test('a vassal that flaps is not looked for at each change, and all emperors share a look', async () => {
  write('shop.ini', 'stats = :1717');
  const look = jest.fn(createInstanceFinder(fake.root));
  const looks = new InstanceLooks(look, 300);
  const [one, other] = [new VassalFinder(looks, fake.root), new VassalFinder(looks, fake.root)];
  const document = (run: number) => documentOf([{ id: 'shop.ini', pid: 0, last_run: run }]);
  await Promise.all([one.refresh(document(1), here), other.refresh(document(1), here)]);
  expect(look).toHaveBeenCalledTimes(1);
  const startedAtMs = performance.now();
  const changed = [one.refresh(document(2), here), other.refresh(document(2), here)];
  await one.refresh(document(3), here, true);
  await Promise.all(changed);
  expect(performance.now() - startedAtMs).toBeGreaterThan(200);
  expect(look).toHaveBeenCalledTimes(2);
  const patientAtMs = performance.now();
  await one.refresh(document(4), here, true);
  expect(performance.now() - patientAtMs).toBeLessThan(200);
});
