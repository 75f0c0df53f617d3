import { connect } from 'node:net';

interface LoadSize {
  readonly port: number;
  readonly path: string;
  readonly concurrency: number;
  /** As holdRequest takes them; none unless said otherwise. */
  readonly headers?: string;
}

/** Either for a time or for a number of requests. */
export type LoadRequest = LoadSize & ({ readonly seconds: number } | { readonly requests: number });

export interface Load {
  /** The exact number of requests that were answered in full. */
  readonly completed: number;
  /** Refused, cut short or answered with nothing. */
  readonly failed: number;
  /** The answers of each second since the start. */
  readonly perSecond: number[];
}

export interface HeldRequest {
  /** What was answered until the connection closed, in latin1; never rejects. */
  readonly done: Promise<string>;
  abort(): void;
}

export interface PacedRequest {
  readonly port: number;
  readonly path: string | ((index: number) => string);
  readonly perSecond: number;
}

export interface PacedLoad {
  /** Sends no more, and waits for the answers that are still on their way. */
  stop(): Promise<void>;
}

const answerLimitMs = 60_000;

/**
 * Sends requests on bare sockets, each on a connection of its own, and waits for the last answer: what it counts
 * is exact and owes nothing to an HTTP library's pools and retries.
 */
export async function generateLoad(load: LoadRequest): Promise<Load> {
  const started = performance.now();
  const perSecond: number[] = [];
  let launched = 0;
  let failed = 0;
  const wantsMore = (): boolean =>
    'requests' in load ? launched < load.requests : performance.now() - started < load.seconds * 1000;
  const keepAsking = async (): Promise<void> => {
    while (wantsMore()) {
      launched += 1;
      const { port, path, headers = '' } = load;
      const answer = await holdRequest({ port, path, headers }).done;
      const second = Math.floor((performance.now() - started) / 1000);
      while (perSecond.length <= second) perSecond.push(0);
      if (isComplete(answer)) perSecond[second] = (perSecond[second] ?? 0) + 1;
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, keepAsking));
  return { completed: launched - failed, failed, perSecond };
}

/** Sends requests evenly, whatever becomes of them: a server that is slow gets them all the same. */
export function paceLoad({ port, path, perSecond }: PacedRequest): PacedLoad {
  const started = performance.now();
  const onTheWay = new Set<Promise<string>>();
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const sendDue = (): void => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond) + 1;
    for (; sent < due; sent += 1) {
      const text = typeof path === 'string' ? path : path(sent);
      const { done } = holdRequest({ port, path: text, headers: '' });
      onTheWay.add(done);
      void done.then(() => onTheWay.delete(done));
    }
    timer = setTimeout(sendDue, started + (sent / perSecond) * 1000 - performance.now());
  };
  sendDue();
  return {
    stop: async () => {
      clearTimeout(timer);
      await Promise.all(onTheWay);
    },
  };
}

/**
 * Sends one request and leaves the connection open until the server or `abort` closes it. Path and headers go out
 * byte for byte, hostile ones too; the empty line at the end is added.
 */
export function holdRequest(request: {
  readonly port: number;
  readonly path: Buffer | string;
  readonly headers: Buffer | string;
}): HeldRequest {
  const socket = connect({ host: '127.0.0.1', port: request.port });
  const pieces: Buffer[] = [];
  const done = new Promise<string>((resolve) => {
    socket.setTimeout(answerLimitMs, () => socket.destroy());
    socket.on('data', (piece) => pieces.push(piece));
    // An error is always followed by close, and what came before it is the answer.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(pieces).toString('latin1')));
  });
  socket.write(requestBytes(request.path, request.headers));
  return { done, abort: () => void socket.destroy() };
}

function requestBytes(path: Buffer | string, headers: Buffer | string): Buffer {
  const raw = Buffer.from(headers);
  const lineEnd = raw.length === 0 || raw.toString('latin1').endsWith('\r\n') ? '\r\n' : '\r\n\r\n';
  return Buffer.concat([
    Buffer.from('GET '),
    Buffer.from(path),
    Buffer.from(' HTTP/1.0\r\n'),
    raw,
    Buffer.from(lineEnd),
  ]);
}

function isComplete(answer: string): boolean {
  const bodyStart = answer.indexOf('\r\n\r\n') + 4;
  if (!answer.startsWith('HTTP/1.') || bodyStart < 4) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, bodyStart))?.[1];
  return length === undefined || answer.length - bodyStart === Number(length);
}
