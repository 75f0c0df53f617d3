/** Reads the kernel's tables of sockets in the network namespace of a master: in a container that is another than ours. */
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { QueueFacts } from '../model/host-facts';
import { isTcpName, queueOf } from './queues';
import { explainCode, readSmallFile } from './small-file';
import { firstConnection, parseTcpListeners, parseUnixNames } from './socket-tables';

/** @param folder the master's working directory, where it may be known */
export function readQueues(
  masterFolder: string,
  sockets: readonly string[],
  folder: string | undefined,
): QueueFacts[] {
  const usesTcp = sockets.some(isTcpName);
  const usesUnix = !sockets.every(isTcpName);
  // Listeners stand first: on a busy host the thousands of connections after them are not read.
  const readTcp = (name: string) =>
    readSmallFile(join(masterFolder, 'net', name), (text) => firstConnection.test(text));
  const tcp = usesTcp ? readTcp('tcp') : untouched;
  const tcp6 = usesTcp ? readTcp('tcp6') : untouched;
  const unix = usesUnix ? readSmallFile(join(masterFolder, 'net', 'unix')) : untouched;
  const littleEndian = endianness() === 'LE';
  const tables = {
    tcp: tcp.ok ? parseTcpListeners(tcp.text, littleEndian) : [],
    // A kernel without IPv6 has no such file.
    tcp6: tcp6.ok ? parseTcpListeners(tcp6.text, littleEndian) : [],
    unix: parseUnixNames(unix.ok ? Buffer.from(unix.text, 'latin1').toString() : ''),
  };
  return sockets.map((socket) => {
    const table = isTcpName(socket) ? tcp : unix;
    if (!table.ok) return { socket, reason: `/proc/PID/net: ${explainCode(table.code)}` };
    return queueOf(socket, tables, folder);
  });
}

const untouched = { ok: true, text: '' } as const;
