/** Reading an address as the program does, in short times. */
import type { Failure } from '../../src/model/failure';
import type { Result } from '../../src/result';
import { parseAddress } from '../../src/targets/address';
import {
  openTransport,
  type Reading,
  type Transport,
  type TransportOptions,
} from '../../src/transport/transport';

export const quick: Partial<TransportOptions> = {
  connectTimeoutMs: 2000,
  readTimeoutMs: 2000,
  silenceMs: 60,
};

export function open(text: string, options: Partial<TransportOptions> = {}): Transport {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(address.failure.message);
  return openTransport(address.value, { ...quick, ...options });
}

export const read = (transport: Transport): Promise<Result<Reading, Failure>> =>
  transport.read(new AbortController().signal);

/** What a test compares: the text and the way, or the failure. */
export async function outcome(
  transport: Transport,
): Promise<readonly [way: string, text: string | undefined]> {
  const result = await read(transport);
  if (!result.ok) return [result.failure.code, result.failure.detail];
  return [result.value.via, Buffer.from(result.value.bytes).toString()];
}
