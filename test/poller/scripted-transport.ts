/** A target of which a test decides when it answers and what. */
import { parseTarget } from '../../src/targets/address';
import type { Failure } from '../../src/model/failure';
import type { PolledTarget } from '../../src/poller/target-loop';
import { fail, type Result, succeed } from '../../src/result';
import type { Reading, Transport } from '../../src/transport/transport';

export const stats = '{"version":"2.0.21","pid":1,"workers":[]}';

export class ScriptedTransport implements Transport {
  /** When each question came, performance.now(). */
  readonly askedAtMs: number[] = [];
  readonly signals: AbortSignal[] = [];
  closed = 0;
  /** How long an answer takes; undefined for one that must be given by hand. */
  tookMs: number | undefined = 5;
  outcome: Failure | string = stats;
  #answer: (outcome: Result<Reading, Failure>) => void = () => undefined;

  read(signal: AbortSignal): Promise<Result<Reading, Failure>> {
    const askedAtMs = performance.now();
    this.askedAtMs.push(askedAtMs);
    this.signals.push(signal);
    return new Promise((resolve) => {
      this.#answer = resolve;
      signal.addEventListener('abort', () => {
        resolve(fail({ code: 'io', detail: 'aborted' }));
      });
      if (this.tookMs !== undefined) setTimeout(() => this.answer(), this.tookMs);
    });
  }

  close(): void {
    this.closed++;
  }

  answer(): void {
    const { outcome } = this;
    const answeredAtMs = performance.now();
    this.#answer(
      typeof outcome === 'string'
        ? succeed({ bytes: new TextEncoder().encode(outcome), via: 'raw', answeredAtMs, latencyMs: 1 })
        : fail(outcome),
    );
  }
}

export function polledTarget(address: string, transport: Transport): PolledTarget {
  const parsed = parseTarget(address);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return { target: parsed.value, transport };
}
