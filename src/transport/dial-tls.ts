/** Getting connected to a port through TLS; node's TLS is loaded with the first such connection. */
import { isIP } from 'node:net';
import { fail } from '../result';
import { excerpt } from '../format/text';
import { tcpOptions, untilReady, type Dial } from './dial';
import { failureOf } from './system-error';

export function dialTls(host: string, port: number, rejectUnauthorized: boolean): Dial {
  return async (signal) => {
    const { connect } = await import('node:tls');
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ ...tcpOptions(host, port), ...servername, rejectUnauthorized });
    const handshake = { begun: false };
    socket.once('connect', () => (handshake.begun = true));
    const connected = await untilReady(socket, 'secureConnect', signal);
    if (connected.ok) return connected;
    // Once TCP stands, whatever goes wrong is the handshake.
    if (!handshake.begun) return fail(failureOf(connected.failure));
    if (signal.aborted) return fail({ code: 'tls', detail: 'no handshake in time' });
    return fail({ code: 'tls', detail: excerpt(connected.failure.code ?? connected.failure.message) });
  };
}
