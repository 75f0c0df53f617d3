/**
 * Host names to addresses, without those that hang holding up the others: the system's resolver has a thread for each
 * lookup, as long as it takes, and node has four of them, which also read files.
 */
import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';
import { fail, succeed, type Result } from '../result';

export type FoundAddresses = Result<readonly LookupAddress[], NodeJS.ErrnoException>;
export type AskResolver = (name: string, options: LookupAllOptions) => Promise<FoundAddresses>;

/** At a time; one thread is left for files. */
const mostLookups = 3;
/** Of names that failed before; one lookup is left for those that did not. */
const mostDoubtful = 2;
/** So long a failure counts for the other targets of a host; its own next poll asks anew. */
const failureMs = 250;
/** The last of them; of those before it is not known any more that they failed. */
const keptFailures = 1000;

interface Waiting {
  readonly isDoubtful: boolean;
  readonly start: () => void;
}

export class Names {
  readonly #ask: AskResolver;
  readonly #inFlight = new Map<string, Promise<FoundAddresses>>();
  readonly #failures = new Map<string, { readonly found: FoundAddresses; readonly atMs: number }>();
  #waiting: readonly Waiting[] = [];
  #running = 0;
  #doubtful = 0;

  constructor(ask: AskResolver = askSystem) {
    this.#ask = ask;
  }

  /** Never rejects. One lookup a name at a time: it goes on when those who asked have given up. */
  find(name: string, options: LookupAllOptions): Promise<FoundAddresses> {
    const failure = this.#failures.get(name);
    if (failure !== undefined && performance.now() - failure.atMs < failureMs)
      return Promise.resolve(failure.found);
    const found = this.#inFlight.get(name) ?? this.#lookUp(name, options);
    this.#inFlight.set(name, found);
    return found;
  }

  async #lookUp(name: string, options: LookupAllOptions): Promise<FoundAddresses> {
    const isDoubtful = this.#failures.has(name);
    await new Promise<void>((start) => {
      this.#waiting = [...this.#waiting, { isDoubtful, start }];
      this.#startNext();
    });
    const found = await this.#ask(name, options);
    this.#inFlight.delete(name);
    this.#note(name, found);
    this.#running--;
    if (isDoubtful) this.#doubtful--;
    this.#startNext();
    return found;
  }

  /** The first that may: those that failed before let the others pass. */
  #startNext(): void {
    const mayStart = ({ isDoubtful }: Waiting): boolean => !isDoubtful || this.#doubtful < mostDoubtful;
    const next = this.#running < mostLookups ? this.#waiting.find(mayStart) : undefined;
    if (next === undefined) return;
    this.#waiting = this.#waiting.filter((one) => one !== next);
    this.#running++;
    if (next.isDoubtful) this.#doubtful++;
    next.start();
  }

  #note(name: string, found: FoundAddresses): void {
    this.#failures.delete(name);
    if (found.ok) return;
    this.#failures.set(name, { found, atMs: performance.now() });
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined && this.#failures.size > keptFailures) this.#failures.delete(oldest);
  }
}

const askSystem: AskResolver = (name, options) =>
  new Promise((resolve) => {
    lookup(name, { ...options, all: true }, (error, addresses) =>
      resolve(error === null ? succeed(addresses) : fail(error)),
    );
  });

/** Of the whole program. */
const names = new Names();

/** For a connection that tries all addresses of a host; addresses in digits do not come this way. */
export const lookUp: LookupFunction = (name, options, tell) => {
  void names.find(name, { ...options, all: true }).then((found) => {
    if (found.ok) tell(null, [...found.value]);
    else tell(found.failure, []);
  });
};
