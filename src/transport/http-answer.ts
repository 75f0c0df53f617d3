/** As much of HTTP/1 as an answer needs: its status, its head, and a body that may come in chunks. */
export interface HttpAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: Uint8Array;
  /** Whether all of the body is there; unknown when it ends with the connection. */
  readonly complete: boolean | undefined;
}

export const startsLikeHttp = (bytes: Uint8Array): boolean => ascii(bytes.subarray(0, 5)) === 'HTTP/';

/** Undefined when the head is not all there or not HTTP's. */
export function parseHttpAnswer(bytes: Uint8Array): HttpAnswer | undefined {
  const headEnd = endOfHead(bytes);
  if (headEnd === undefined) return undefined;
  const [statusLine = '', ...lines] = ascii(bytes.subarray(0, headEnd)).split(/\r?\n/);
  const status = /^HTTP\/\S+\s+(\d{3})\b/.exec(statusLine)?.[1];
  if (status === undefined) return undefined;
  const head = new Map(lines.map(parseHeader));
  const location = head.get('location');
  const body = bytes.subarray(headEnd);
  if (/\bchunked\b/i.test(head.get('transfer-encoding') ?? '')) {
    return { status: Number(status), location, ...joinChunks(body) };
  }
  return { status: Number(status), location, ...withLength(body, head.get('content-length')) };
}

function endOfHead(bytes: Uint8Array): number | undefined {
  let lineStart = 0;
  for (;;) {
    const lineEnd = bytes.indexOf(newline, lineStart);
    if (lineEnd < 0) return undefined;
    const length = lineEnd - lineStart;
    if (length === 0 || (length === 1 && bytes[lineStart] === carriageReturn)) return lineEnd + 1;
    lineStart = lineEnd + 1;
  }
}

function parseHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

type Body = Pick<HttpAnswer, 'body' | 'complete'>;

function withLength(body: Uint8Array, announced: string | undefined): Body {
  if (announced === undefined || !/^\d+$/.test(announced)) return { body, complete: undefined };
  const length = Number(announced);
  return { body: body.subarray(0, length), complete: body.length >= length };
}

function joinChunks(body: Uint8Array): Body {
  const chunks: Uint8Array[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf(newline, position);
    const size = lineEnd < 0 ? NaN : parseInt(ascii(body.subarray(position, lineEnd)), 16);
    if (Number.isNaN(size)) return { body: Buffer.concat(chunks), complete: false };
    if (size === 0) return { body: Buffer.concat(chunks), complete: true };
    const start = lineEnd + 1;
    chunks.push(body.subarray(start, start + size));
    if (start + size > body.length) return { body: Buffer.concat(chunks), complete: false };
    position = start + size + (body[start + size] === carriageReturn ? 2 : 1);
  }
}

const newline = 0x0a;
const carriageReturn = 0x0d;

const ascii = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
