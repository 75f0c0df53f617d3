/** The fleet on its real sockets, as a client meets it. */

import { access, stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';

import { demoNames, startDemoFleet, type DemoFleet } from '../../src/demo/fleet';
import type { EmperorDocument } from '../../src/stats/schema';
import { profileNamed, startMs, type PrintedMaster } from './support';

/** Opens a connection, says something or nothing, and gives all that came until the server closed. */
function converse(address: string, request?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(connectOptions(address));
    const chunks: Buffer[] = [];
    socket.on('error', reject);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()));
    if (request !== undefined) socket.write(request);
  });
}

function connectOptions(address: string): net.NetConnectOpts {
  if (address.startsWith('/')) return { path: address };
  const [host = '', port = ''] = address.replace('http://', '').split(':');
  return { host, port: Number(port) };
}

function addressOf(fleet: DemoFleet, name: string): string {
  return fleet.targets.find((target) => target.name === name)?.address ?? 'no such target';
}

/** A clock that stands still until it is moved: no test waits for real time to pass. */
const clock = { nowMs: startMs };
const now = (): number => clock.nowMs;
let fleet: DemoFleet;

beforeEach(() => {
  clock.nowMs = startMs;
});

afterEach(() => fleet.stop());

describe('the whole fleet', () => {
  it('answers on every address with one JSON document and closes', async () => {
    fleet = await startDemoFleet({ seed: 1, now });
    expect(fleet.targets.map((target) => target.name)).toEqual(demoNames);
    for (const { address } of fleet.targets) {
      const text = await converse(
        address,
        address.startsWith('http:') ? 'GET / HTTP/1.0\r\n\r\n' : undefined,
      );
      const body = address.startsWith('http:') ? text.slice(text.indexOf('\r\n\r\n') + 4) : text;
      const document = JSON.parse(body) as Record<string, unknown>;
      expect(Object.keys(document)).toEqual(expect.arrayContaining(['version', 'pid', 'cwd']));
    }
  });

  it('moves on with the clock that it was given, and only with it', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['legacy'] });
    const read = async (): Promise<number> => {
      const document = JSON.parse(await converse(addressOf(fleet, 'legacy'))) as PrintedMaster;
      return document.workers.reduce((sum, worker) => sum + worker.requests, 0);
    };
    const first = await read();
    expect(await read()).toBe(first);
    clock.nowMs += 2_000;
    expect(await read()).toBeGreaterThan(first);
  });

  it('starts only what is asked for, and knows its names', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['router', 'shop'] });
    expect(fleet.targets.map((target) => target.name)).toEqual(['shop', 'router']);
    await expect(startDemoFleet({ seed: 1, now, instances: ['shoop'] })).rejects.toThrow(
      /shoop.*there are shop/,
    );
  });

  it('runs what its emperor runs, and tells where the stats of that are', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['emperor'] });
    expect(fleet.targets.map((target) => target.name)).toEqual(['emperor']);
    const { vassals } = JSON.parse(await converse(addressOf(fleet, 'emperor'))) as EmperorDocument;
    const stats = fleet.targets[0]?.vassalStats ?? {};
    const told = vassals.flatMap(({ id, pid }) => {
      const { address } = stats[id] ?? {};
      return address === undefined ? [] : [{ id, pid, address }];
    });
    expect(told.map(({ id }) => id)).toEqual(['shop.ini', 'api.ini', 'search.ini', 'legacy.ini']);
    for (const { pid, address } of told) {
      const text = await converse(
        address,
        address.startsWith('http:') ? 'GET / HTTP/1.0\r\n\r\n' : undefined,
      );
      expect(text).toContain(`"pid":${pid},`);
    }
    expect(stats['reports.ini']?.reason).toMatch(/no stats option/);
  });

  it('tells the same story for the same seed', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['shop'] });
    const first = await converse(addressOf(fleet, 'shop'));
    await fleet.stop();
    fleet = await startDemoFleet({ seed: 1, now, instances: ['shop'] });
    expect(await converse(addressOf(fleet, 'shop'))).toBe(first);
  });
});

describe('a raw stats socket', () => {
  it('serves a client that shuts its writing side at once', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['search'] });
    const text = await new Promise<string>((resolve, reject) => {
      const socket = net.connect({ ...connectOptions(addressOf(fleet, 'search')), allowHalfOpen: true });
      let read = '';
      socket.on('error', reject);
      socket.on('data', (chunk) => (read += chunk.toString()));
      socket.on('end', () => resolve(read));
      socket.end();
    });
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('serves many clients at once', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['api'] });
    const texts = await Promise.all(Array.from({ length: 20 }, () => converse(addressOf(fleet, 'api'))));
    expect(new Set(texts).size).toBe(1);
  });

  it('survives a client that goes away without reading', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['search'] });
    await new Promise<void>((resolve) => {
      const socket = net.connect(connectOptions(addressOf(fleet, 'search')), () => socket.resetAndDestroy());
      socket.on('close', () => resolve());
    });
    expect(await converse(addressOf(fleet, 'search'))).toContain('"workers":[');
  });
});

describe('a stats-http socket', () => {
  it('says nothing before a request line, then the whole answer', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['images'] });
    const socket = net.connect(connectOptions(addressOf(fleet, 'images')));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    const over = new Promise((resolve) => socket.on('end', resolve));
    await new Promise((resolve) => socket.write('GET / HT', resolve));
    // Another client's whole exchange fits in between; by then a server that answers too early would have spoken.
    await converse(addressOf(fleet, 'images'), 'GET /any/path HTTP/1.0\r\n\r\n');
    expect(text).toBe('');
    socket.write('TP/1.0\r\n\r\n');
    await over;
    expect(text).toMatch(
      /^HTTP\/1\.0 200 OK\r\nConnection: close\r\nAccess-Control-Allow-Origin: \*\r\nContent-Type: application\/json\r\n\r\n\{\n/,
    );
  });

  it('closes without a byte on a client that leaves without asking', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['images'] });
    const text = await new Promise<string>((resolve) => {
      const socket = net.connect({ ...connectOptions(addressOf(fleet, 'images')), allowHalfOpen: true });
      let read = '';
      socket.on('data', (chunk) => (read += chunk.toString()));
      socket.on('close', () => resolve(read));
      socket.end();
    });
    expect(text).toBe('');
  });
});

describe('an outage', () => {
  /** Asks until the answer is of the awaited kind; the server looks at its instance a few times a second. */
  async function untilConnection(address: string, wanted: 'ECONNREFUSED' | 'served'): Promise<string> {
    for (;;) {
      const outcome = await converse(address).catch((error: unknown) => error as NodeJS.ErrnoException);
      // A connection caught by the closing listener is reset; only the next ones are refused.
      if (typeof outcome !== 'string' && outcome.code === wanted) return wanted;
      if (typeof outcome === 'string' && wanted === 'served') return outcome;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('refuses connections, then another master answers on the same address', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['ledger'] });
    const address = addressOf(fleet, 'ledger');
    const before = JSON.parse(await converse(address)) as PrintedMaster;
    const { firstMs = 0, lastsMs = 0 } = profileNamed('ledger').restart ?? {};
    clock.nowMs = startMs + firstMs + 2_000;
    await untilConnection(address, 'ECONNREFUSED');
    clock.nowMs += lastsMs;
    const after = JSON.parse(await untilConnection(address, 'served')) as PrintedMaster;
    expect(after.pid).not.toBe(before.pid);
  });

  it('does not outlive a stop', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['ledger'] });
    const { firstMs = 0 } = profileNamed('ledger').restart ?? {};
    clock.nowMs = startMs + firstMs + 2_000;
    await untilConnection(addressOf(fleet, 'ledger'), 'ECONNREFUSED');
    await fleet.stop();
    await expect(converse(addressOf(fleet, 'ledger'))).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('stop', () => {
  it('closes every listener and open connection and removes the socket directory', async () => {
    fleet = await startDemoFleet({ seed: 1, now });
    const directory = path.dirname(addressOf(fleet, 'api'));
    expect((await stat(directory)).mode & 0o077).toBe(0);
    const waiting = net.connect(connectOptions(addressOf(fleet, 'images')));
    const over = new Promise((resolve) => waiting.on('close', resolve));
    waiting.on('error', () => undefined);
    await new Promise((resolve) => waiting.once('connect', resolve));
    await fleet.stop();
    await over;
    await expect(access(directory)).rejects.toThrow(/ENOENT/);
    for (const { address } of fleet.targets) {
      await expect(converse(address)).rejects.toThrow(/ECONNREFUSED|ENOENT/);
    }
  });

  it('may be called twice', async () => {
    fleet = await startDemoFleet({ seed: 1, now, instances: ['shop'] });
    await fleet.stop();
    await expect(fleet.stop()).resolves.toBeUndefined();
  });
});
