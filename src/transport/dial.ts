/** Getting connected to a port or to a UNIX socket. */
import { stat } from 'node:fs/promises';
import { connect, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { lookUp } from './names';
import { ignore } from './receive';
import { aborted, failureOf, type SystemError } from './system-error';

/** A new connection; whoever gets it destroys it. Before that the signal does. */
export type Dial = (signal: AbortSignal) => Promise<Result<Duplex, Failure>>;

/** A far IPv6 address gets a second before IPv4 is tried beside it; node's 250 ms are fewer than some round trips. */
const familyAttemptMs = 1000;

export const tcpOptions = (host: string, port: number): TcpNetConnectOpts => ({
  host,
  port,
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: familyAttemptMs,
  lookup: host === 'localhost' ? bothLoopbacks : lookUp,
});

/** Not every hosts file knows ::1 by this name, and a server may listen on nothing else. */
const bothLoopbacks: LookupFunction = (_host, _options, found) =>
  found(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);

export function dialTcp(host: string, port: number): Dial {
  return async (signal) => {
    const connected = await untilReady(connect(tcpOptions(host, port)), 'connect', signal);
    return connected.ok ? connected : fail(failureOf(connected.failure));
  };
}

/** sun_path has 108 bytes; a longer path would be cut off without a word. */
const maxPathBytes = 107;

export function dialUnix(path: string): Dial {
  return async (signal) => {
    const length = Buffer.byteLength(path);
    if (length > maxPathBytes) {
      return fail({
        code: 'io',
        detail: `a path of ${length} bytes; a UNIX socket has at most ${maxPathBytes}`,
      });
    }
    const connected = await untilReady(connect({ path }), 'connect', signal);
    return connected.ok ? connected : fail(await explainUnix(path, connected.failure));
  };
}

export function untilReady(
  socket: Socket,
  ready: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Result<Socket, SystemError>> {
  return new Promise((resolve) => {
    const settle = (outcome: Result<Socket, SystemError>): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener(ready, onReady).removeListener('error', onError).on('error', ignore);
      if (!outcome.ok) socket.destroy();
      resolve(outcome);
    };
    const onReady = (): void => settle(succeed(socket));
    const onError = (error: Error): void => settle(fail(error));
    const onAbort = (): void => settle(fail(new Error(aborted.detail)));
    signal.addEventListener('abort', onAbort);
    socket.on(ready, onReady).on('error', onError);
    if (signal.aborted) onAbort();
  });
}

/** The kernel says "refused" of a file that is no socket at all, and "try again" of a full queue. */
async function explainUnix(path: string, error: SystemError): Promise<Failure> {
  if (error.code === 'EAGAIN') return { code: 'silent', detail: 'its listen queue is full' };
  if (error.code !== 'ECONNREFUSED' && error.code !== 'ENOTSOCK') return failureOf(error);
  const file = await stat(path).catch(() => undefined);
  if (file === undefined) return failureOf(error);
  if (file.isSocket()) return { code: 'refused', detail: 'the socket file is there, but nobody listens' };
  return { code: 'not-a-socket', detail: file.isDirectory() ? 'a directory' : 'a file of another kind' };
}
