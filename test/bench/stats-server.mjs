/**
 * A process of its own that answers as uWSGI's stats server does: node stats-server.mjs SOURCES OPTIONS. It prints its
 * port, and then the moment of every answer in nanoseconds of the monotonic clock, which all processes share.
 *
 * With `{"prepared": true}` every answer is the same and was printed beforehand; otherwise each is printed for its moment.
 */
import { createRequire } from 'node:module';
import { createServer } from 'node:net';

const [sources, options] = process.argv.slice(2);
const { demoDocument } = createRequire(import.meta.url)(sources);
const { prepared, ...synthetic } = JSON.parse(options);

const documentNow = () => demoDocument({ ...synthetic, atMs: Date.now() });
const first = documentNow();

const server = createServer((socket) => {
  process.stdout.write(`${process.hrtime.bigint()}\n`);
  // Whoever is asked may be gone before the answer is out.
  socket.on('error', () => socket.destroy());
  socket.end(prepared ? first : documentNow());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
// The measuring process holds the other end: when it is gone, so are we.
process.stdin.on('end', () => process.exit()).resume();
