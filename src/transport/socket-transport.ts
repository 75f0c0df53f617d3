/**
 * Reading stats from a socket of which nobody said whether it wants to be asked. uWSGI's plain stats socket speaks at
 * once, and a request sent to it cuts off its answer; one with stats-http set waits for a request, and holds up the
 * master while it waits. So: find out once, carefully, and remember.
 */
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { excerpt } from '../format/text';
import { converse, type Answer, type Limits, type Question } from './converse';
import { startDeadline } from './deadline';
import type { Dial } from './dial';
import { parseHttpAnswer, startsLikeHttp } from './http-answer';
import type { Reading, Transport, TransportOptions } from './transport';

export interface Manner {
  readonly dial: Dial;
  readonly request: string;
  /** What the address says: `http` asks at once, `raw` listens first. */
  readonly expects: 'raw' | 'http';
  /** What to tell the user when the socket turns out to be of the other kind. */
  readonly hint: string;
}

export class SocketTransport implements Transport {
  readonly #manner: Manner;
  readonly #options: TransportOptions;
  /** Set by a whole answer only. */
  #known: 'raw' | 'http' | undefined;
  #silenceMs: number;
  /** A request of ours was answered with a reset: the socket may be a plain one that was slow to speak. */
  #wary = false;

  constructor(manner: Manner, options: TransportOptions) {
    this.#manner = manner;
    this.#options = options;
    this.#silenceMs = options.silenceMs;
  }

  async read(caller: AbortSignal): Promise<Result<Reading, Failure>> {
    const deadline = startDeadline(caller, this.#options.readTimeoutMs);
    try {
      const limits = { caller, signal: deadline.signal, options: this.#options };
      return this.#digest(await this.#converse(limits));
    } finally {
      deadline.stop();
    }
  }

  async #converse(limits: Limits): Promise<Answer> {
    const { dial, request } = this.#manner;
    const answer = await converse({ dial, request, ask: this.#whenToAsk() }, limits);
    return isCutByRequest(answer) ? converse({ dial, request, ask: 'never' }, limits) : answer;
  }

  #whenToAsk(): Question['ask'] {
    if (this.#known === 'raw') return 'never';
    if (this.#known === 'http') return 'at-once';
    return this.#manner.expects === 'http' && !this.#wary ? 'at-once' : { afterMs: this.#silenceMs };
  }

  #digest(answer: Answer): Result<Reading, Failure> {
    if (answer.bytes.length === 0) return fail(this.#explainNothing(answer));
    if (startsLikeHttp(answer.bytes)) return this.#digestHttp(answer);
    if (answer.failure !== undefined && !isGreeting(answer)) return fail(answer.failure);
    if (isWholeDocument(answer.bytes)) this.#known = 'raw';
    return succeed(this.#reading(answer, 'raw', answer.bytes));
  }

  #digestHttp(answer: Answer): Result<Reading, Failure> {
    const http = parseHttpAnswer(answer.bytes);
    if (http === undefined)
      return fail(answer.failure ?? { code: 'truncated', detail: 'within the HTTP head' });
    if (http.status !== 200) return fail(statusFailure(http.status, http.location));
    // A body that is known to be whole is good, however the connection ended after it.
    if (http.complete !== true && answer.failure !== undefined) return fail(answer.failure);
    if (http.complete === false) return fail({ code: 'truncated' });
    if (http.body.length === 0) return fail({ code: 'http-application', detail: 'an empty page' });
    this.#known = 'http';
    return succeed(this.#reading(answer, 'http', http.body));
  }

  #reading({ answeredAtMs, latencyMs }: Answer, via: 'raw' | 'http', bytes: Uint8Array): Reading {
    const surprising = via !== this.#manner.expects && isWholeDocument(bytes);
    return { bytes, via, answeredAtMs, latencyMs, ...(surprising && { hint: this.#manner.hint }) };
  }

  #explainNothing({ asked, failure }: Answer): Failure {
    if (failure === undefined && asked && this.#known === undefined) {
      return { code: 'uwsgi-protocol', detail: 'it closed without a word when it was asked' };
    }
    // A plain socket always speaks: this one may have been restarted as another kind.
    if (failure === undefined && this.#known === 'raw') this.#known = undefined;
    if (failure?.code === 'reset' && asked && this.#known === undefined) this.#listenLonger();
    return failure ?? { code: 'empty' };
  }

  #listenLonger(): void {
    if (this.#wary || this.#manner.expects === 'raw') {
      this.#silenceMs = Math.min(4 * this.#silenceMs, this.#options.readTimeoutMs / 2);
    }
    this.#wary = true;
  }
}

/**
 * A document without an HTTP head although we asked: a plain stats socket, and our request may have cost us the rest.
 * Even an orderly end proves nothing: the kernel drops what was not sent yet, and the cut may fall behind a brace.
 */
function isCutByRequest({ asked, bytes, failure }: Answer): boolean {
  return asked && startsLikeDocument(bytes) && (failure === undefined || failure.code === 'reset');
}

/** Something else that greets and then waits, like ssh or a mail server: what it said tells more than that it did not end. */
function isGreeting({ bytes, failure }: Answer): boolean {
  return failure?.code === 'read-timeout' && bytes.some(isNotSpace) && !startsLikeDocument(bytes);
}

/** A glance at both ends. */
function isWholeDocument(bytes: Uint8Array): boolean {
  return startsLikeDocument(bytes) && bytes.findLast(isNotSpace) === closeBrace;
}

/** uWSGI 2.0.9 and 2.0.10 leave out the first brace. */
function startsLikeDocument(bytes: Uint8Array): boolean {
  const first = bytes.find(isNotSpace);
  return first === openBrace || first === quote;
}

const isNotSpace = (byte: number): boolean => byte > 0x20;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const quote = 0x22;

function statusFailure(status: number, location: string | undefined): Failure {
  return {
    code: 'http-status',
    detail: location === undefined ? `${status}` : `${status}, it points to ${excerpt(location)}`,
  };
}
