import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { sourcesOf } from '../../src/cli/find-targets';
import { Watched } from '../../src/targets/watched';
import { LocalWorld } from '../../src/targets/world';

let folder = '';
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-watched-'));
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listen(name: string): Promise<Server> {
  const server = createServer().listen(join(folder, name));
  await once(server, 'listening');
  servers.push(server);
  return server;
}

/** As if it had been written some time ago: what is written at this moment is left to the next look. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  const before = new Date(Date.now() - 10_000 - Math.random() * 5000);
  utimesSync(path, before, before);
  return path;
}

const namesIn = (watched: Watched) => watched.targets.map(({ name }) => name);

test('a file that is emptied for a moment, or broken, takes nothing away', async () => {
  const file = write('t.yaml', "[':1', ':2']");
  const world = new LocalWorld();
  const watched = await Watched.open(sourcesOf([], { targets: [file] }), world);
  expect(namesIn(watched)).toEqual([':1', ':2']);
  for (const [text, said] of [
    ['', /names no target; what it said before is watched on/],
    ['{', /what it said before is watched on/],
  ] as const) {
    write('t.yaml', text);
    const content = world.fileOf(file);
    expect(content.entries.length).toBe(2);
    expect(content.problems[0]?.text).toMatch(said);
  }
  write('t.yaml', "[':3']");
  expect(world.fileOf(file)).toMatchObject({ problems: [], entries: [{ line: 1 }] });
});

test('a file that is being written is read with the next look', async () => {
  const file = write('t.yaml', "[':1']");
  const world = new LocalWorld();
  await Watched.open(sourcesOf([], { targets: [file] }), world);
  writeFileSync(file, "[':1', ':2']");
  expect(world.fileOf(file).entries.length).toBe(1);
  write('t.yaml', "[':1', ':2']");
  expect(world.fileOf(file).entries.length).toBe(2);
});

test('an empty file is told', async () => {
  const watched = await Watched.open(sourcesOf([], { targets: [write('t.yaml', '')] }), new LocalWorld());
  expect(watched.notices).toEqual([expect.stringMatching(/t\.yaml: names no target$/)]);
});

test('of a pattern only sockets count', async () => {
  await listen('a.sock');
  write('b.sock', 'no socket');
  const watched = await Watched.open(sourcesOf([join(folder, '*.sock')], {}), new LocalWorld());
  expect(namesIn(watched)).toEqual(['a']);
});

test('a vassal that is opened is watched, and its emperor stands with it', async () => {
  const watched = await Watched.open(sourcesOf(['empire=:1'], {}), new LocalWorld());
  let told = 0;
  watched.follow(() => told++);
  watched.attach('127.0.0.1:2', { name: 'shop', group: 'empire' });
  watched.attach('127.0.0.1:2', { name: 'shop', group: 'empire' });
  watched.attach('127.0.0.1:1', { name: 'again', group: 'empire' });
  expect(watched.targets.map(({ name, group }) => [name, group])).toEqual([
    ['empire', 'empire'],
    ['shop', 'empire'],
  ]);
  expect(told).toBe(1);
  watched.stop();
});
