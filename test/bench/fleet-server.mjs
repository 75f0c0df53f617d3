/**
 * Many stats servers in a process of their own: node fleet-server.mjs SOURCES OPTIONS. It prints its ports as JSON; when
 * its input ends it prints, for each port, the moments of its answers in milliseconds of the monotonic clock, and ends.
 *
 * `hanging`: every so-many-th accepts connections and never says a word; 0: none does.
 */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';

const [sources, given] = process.argv.slice(2);
const { demoDocument } = createRequire(import.meta.url)(sources);
const { targets, hanging, ...instance } = JSON.parse(given);

const answers = Array.from({ length: targets }, () => []);
const isHanging = (index) => hanging > 0 && index % hanging === 0;

const servers = answers.map((moments, index) =>
  createServer((socket) => {
    // Whoever is asked may be gone before the answer is out.
    socket.on('error', () => socket.destroy());
    if (isHanging(index)) return;
    moments.push(Number(process.hrtime.bigint()) / 1e6);
    socket.end(demoDocument({ ...instance, seed: index, atMs: Date.now() }));
  }).listen(0, '127.0.0.1'),
);
await Promise.all(servers.map((server) => once(server, 'listening')));
process.stdout.write(`${JSON.stringify(servers.map((server) => server.address().port))}\n`);

process.stdin.resume();
await once(process.stdin, 'end');
const asked = answers.filter((_, index) => !isHanging(index));
process.stdout.write(`${JSON.stringify(asked)}\n`, () => process.exit());
