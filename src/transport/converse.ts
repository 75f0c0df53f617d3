/** One connection from dialling to its end: what was asked on it, what came back, and why it ended. */
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { bytes } from '../format/quantity';
import type { Failure } from '../model/failure';
import type { Dial } from './dial';
import { startDeadline } from './deadline';
import { receive, type Received } from './receive';
import { aborted, failureOf } from './system-error';
import type { TransportOptions } from './transport';

export interface Question {
  readonly dial: Dial;
  readonly request: string;
  /** When the request is sent: never, at once, or after so many milliseconds without a byte. */
  readonly ask: 'never' | 'at-once' | { readonly afterMs: number };
}

export interface Answer {
  readonly bytes: Uint8Array;
  /** Whether the request was sent. */
  readonly asked: boolean;
  /** performance.now() at the first byte, and how long that took. */
  readonly answeredAtMs: number;
  readonly latencyMs: number;
  /** Absent when the peer ended the connection in order. */
  readonly failure?: Failure;
}

/** `caller` is the user's wish to stop, `signal` that or the end of the time for the whole read. */
export interface Limits {
  readonly caller: AbortSignal;
  readonly signal: AbortSignal;
  readonly options: TransportOptions;
}

export async function converse(question: Question, limits: Limits): Promise<Answer> {
  const startedAtMs = performance.now();
  if (limits.signal.aborted) return unanswered(startedAtMs, lateFailure(limits, 'connect-timeout'));
  const connecting = startDeadline(limits.signal, limits.options.connectTimeoutMs);
  const dialled = await question.dial(connecting.signal);
  connecting.stop();
  if (!dialled.ok) {
    // A dial that was stopped says no more than that, unless it had got as far as TLS.
    const stopped = connecting.signal.aborted && dialled.failure.code === 'io';
    const failure =
      stopped || limits.caller.aborted ? lateFailure(limits, 'connect-timeout') : dialled.failure;
    return unanswered(startedAtMs, failure);
  }
  // Over a long way the first byte needs as long again as connecting did.
  const roundTripMs = performance.now() - startedAtMs;
  const { received, asked } = await listen(dialled.value, { question, limits, roundTripMs });
  const answeredAtMs = received.firstByteAtMs ?? performance.now();
  const failure = endingFailure(received, limits);
  return {
    bytes: received.bytes,
    asked,
    answeredAtMs,
    latencyMs: answeredAtMs - startedAtMs,
    ...(failure && { failure }),
  };
}

/** More than this is a slow name server, not a long way. */
const longestRoundTripsMs = 1000;

interface Listening {
  readonly question: Question;
  readonly limits: Limits;
  readonly roundTripMs: number;
}

async function listen(
  stream: Duplex,
  { question, limits, roundTripMs }: Listening,
): Promise<{ received: Received; asked: boolean }> {
  let asked = false;
  let silence: NodeJS.Timeout | undefined;
  const send = (): void => {
    asked = stream.writable;
    if (asked) stream.write(question.request);
  };
  if (question.ask === 'at-once') send();
  else if (question.ask !== 'never')
    silence = setTimeout(
      send,
      Math.max(question.ask.afterMs, Math.min(2 * roundTripMs, longestRoundTripsMs)),
    );
  const onFirstByte = (): void => clearTimeout(silence);
  const received = await receive(stream, {
    signal: limits.signal,
    maxBytes: limits.options.maxBytes,
    onFirstByte,
  });
  clearTimeout(silence);
  return { received, asked };
}

function endingFailure({ ending, bytes: read }: Received, limits: Limits): Failure | undefined {
  if (ending === 'end') return undefined;
  if (ending === 'aborted') return lateFailure(limits, read.length === 0 ? 'silent' : 'read-timeout');
  if (ending === 'too-large') return tooLarge(limits.options.maxBytes);
  return failureOf(ending);
}

export const tooLarge = (maxBytes: number): Failure => ({
  code: 'too-large',
  detail: `more than ${bytes(maxBytes)}`,
});

const lateFailure = ({ caller }: Limits, code: 'connect-timeout' | 'silent' | 'read-timeout'): Failure =>
  caller.aborted ? aborted : { code };

const unanswered = (startedAtMs: number, failure: Failure): Answer => ({
  bytes: new Uint8Array(),
  asked: false,
  answeredAtMs: performance.now(),
  latencyMs: performance.now() - startedAtMs,
  failure,
});
