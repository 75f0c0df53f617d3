/** Conversations with sockets of a real uWSGI, byte by byte. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

export function answers(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** IPv4 addresses, as the kernel lists them. */
export function listeningOn(port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, hex, found] = /^ *\d+: ([\dA-F]{8}):([\dA-F]{4}) \S+ 0A /.exec(line) ?? [];
      if (hex === undefined || found !== wanted) return [];
      return (hex.match(/../g) ?? [])
        .reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.');
    });
}

/** '' where the connection is closed without an answer. */
export async function statusWithHeader(port: number, length: number, path = '/'): Promise<string> {
  const text = await talk(port, `GET ${path} HTTP/1.0\r\nX-Long: ${'a'.repeat(length)}\r\n\r\n`);
  return /^HTTP\/1\.\d (\d+)/.exec(text)?.[1] ?? '';
}

/** Of a socket that speaks the uwsgi protocol: each name and each value after its length. */
export function answerTo(port: number, variables: Readonly<Record<string, string>>): Promise<string> {
  const words = Object.entries(variables)
    .flat()
    .map((word) => Buffer.from(word));
  const body = Buffer.concat(words.flatMap((word) => [sixteenBits(word.length), word]));
  return talk(port, Buffer.concat([Buffer.of(0), sixteenBits(body.length), Buffer.of(0), body]));
}

const sixteenBits = (value: number): Buffer => Buffer.of(value & 0xff, value >> 8);

function talk(port: number, request: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: '127.0.0.1', port });
    const end = () => resolve(text);
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket.on('error', end);
    socket.on('close', end);
    socket.write(request);
  });
}
