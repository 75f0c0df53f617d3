/** Reading stats through ssh: once connected, a poll is one to a UNIX socket of this machine. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../model/failure';
import { fail, type Result } from '../result';
import type { SshAddress } from '../targets/ssh-url';
import { dialUnix } from './dial';
import { failureOfEnd, failureOfRefusal } from './ssh-failure';
import { SshHosts, type Tunnel } from './ssh-hosts';
import type { Reading, Transport } from './transport';

/** What reads from a socket of which only the path changes. */
export type OpenSocket = (dial: ReturnType<typeof dialUnix>) => Transport;

/** Of the whole program. */
const hosts = new SshHosts(process.env);

export class SshTransport implements Transport {
  readonly #address: SshAddress;
  readonly #hosts: SshHosts;
  readonly #socket: Transport;
  /** Of the present connection; another one has other paths. */
  #path = '';

  constructor(address: SshAddress, openSocket: OpenSocket, reachedThrough = hosts) {
    this.#address = address;
    this.#hosts = reachedThrough;
    this.#hosts.join(address);
    this.#socket = openSocket((signal) => dialUnix(this.#path)(signal));
  }

  async read(signal: AbortSignal): Promise<Result<Reading, Failure>> {
    const tunnel = await this.#hosts.reach(this.#address, this.#address.remote, signal);
    if (!tunnel.ok) return tunnel;
    this.#path = tunnel.value.path;
    const startedAtMs = performance.now();
    const reading = await this.#socket.read(signal);
    if (reading.ok || signal.aborted) return reading;
    return fail(await explain(reading.failure, tunnel.value, startedAtMs));
  }

  close(): void {
    this.#hosts.leave(this.#address);
  }
}

/** How long ssh may take to say why it closed a connection, and to end. */
const wordsLimitMs = 50;
const endLimitMs = 300;

/** ssh takes every connection at once; whether it comes to anything shows later, in an early end. */
async function explain(failure: Failure, { link }: Tunnel, startedAtMs: number): Promise<Failure> {
  switch (failure.code) {
    case 'silent':
      return { ...failure, detail: 'or the ssh connection hangs' };
    case 'empty':
    case 'uwsgi-protocol':
    case 'reset': {
      await sleep(wordsLimitMs);
      const refusal = link.words.takeRefusal(startedAtMs);
      if (refusal !== undefined) return failureOfRefusal(refusal);
      return (await hasEnded(link)) ? failureOfEnd(link.words.lines) : failure;
    }
    // Of the socket that ssh has made for us.
    case 'refused':
    case 'no-such-file':
      await hasEnded(link);
      return failureOfEnd(link.words.lines);
    default:
      return failure;
  }
}

const hasEnded = ({ ended }: Tunnel['link']): Promise<boolean> =>
  sleep(endLimitMs, false, { signal: ended }).catch(() => true);
