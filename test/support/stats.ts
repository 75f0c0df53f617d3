import { execFile } from 'node:child_process';
import { connect, type NetConnectOpts } from 'node:net';
import { promisify } from 'node:util';
import { requireUwsgi } from './requirements';

/**
 * What the tests themselves look at in a stats document. This reader shares no code with the program: it is the
 * second opinion that the program's numbers are held against.
 */
export interface StatsDocument {
  readonly version: string;
  readonly pid: number;
  readonly workers: readonly {
    readonly id: number;
    readonly pid: number;
    readonly status: string;
    readonly requests: number;
    readonly exceptions: number;
    readonly harakiri_count: number;
    readonly respawn_count: number;
    readonly rss: number;
    readonly running_time: number;
    readonly tx: number;
    readonly cores: readonly { readonly id: number; readonly in_request: number }[];
  }[];
  readonly metrics?: Readonly<Record<string, { readonly type: number; readonly value: number }>>;
}

const deadlineMs = 3000;
const run = promisify(execFile);

/** Reads and parses the stats at an address as the user would write it. */
export async function readStats(address: string): Promise<StatsDocument> {
  return JSON.parse(await readStatsText(address)) as StatsDocument;
}

/** Reads the bytes that a stats server sends until it closes the connection. */
export async function readStatsText(address: string): Promise<string> {
  if (address.startsWith('@') && Number(process.versions.node.split('.')[0]) < 22) {
    // Node 20 cannot connect to uWSGI's abstract sockets, uWSGI itself can; it prints what it reads on stderr.
    const { stderr } = await run(requireUwsgi(), ['--connect-and-read', address], { timeout: deadlineMs });
    return stderr;
  }
  const http = address.startsWith('http://');
  const text = await readSocket(connectOptions(address), http ? 'GET / HTTP/1.0\r\n\r\n' : '');
  return http ? text.slice(text.indexOf('\r\n\r\n') + 4) : text;
}

/** The number of requests that the workers say they have answered. */
export function countRequests(document: StatsDocument): number {
  return document.workers.reduce((sum, worker) => sum + worker.requests, 0);
}

function connectOptions(address: string): NetConnectOpts {
  // uWSGI binds the abstract name together with its closing zero byte.
  if (address.startsWith('@')) return { path: `\0${address.slice(1)}\0` };
  if (address.startsWith('/')) return { path: address };
  const match = /^(?:http:\/\/)?\[?(.+?)\]?:(\d+)\/?$/.exec(address);
  if (match?.[1] === undefined) throw new Error(`not an address of a stats server: ${address}`);
  return { host: match[1], port: Number(match[2]) };
}

function readSocket(options: NetConnectOpts, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(options);
    const pieces: Buffer[] = [];
    // A reader that dawdles would hold up the whole uWSGI master: the time is bounded whatever happens.
    const timer = setTimeout(() => socket.destroy(new Error('the stats server did not finish')), deadlineMs);
    if (request !== '') socket.write(request);
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(pieces).toString());
    });
  });
}
