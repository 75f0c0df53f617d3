/** One question to one target: transport, decoder and clock joined into an observation. */
import { performance } from 'node:perf_hooks';
import type { Observation, Sighting } from '../model/observation';
import type { Failure } from '../model/failure';
import { fail, type Result, succeed } from '../result';
import { type Decoded, decodeSnapshot } from '../stats/decode';
import type { Reading, Transport } from '../transport/transport';

export async function pollOnce(
  targetId: string,
  transport: Transport,
  signal: AbortSignal,
): Promise<Observation> {
  const startedMs = performance.now();
  const reading = await transport.read(signal);
  const endedMs = performance.now();
  const latencyMs = reading.ok ? reading.value.latencyMs : endedMs - startedMs;
  // The snapshot shows the moment in which the master began to print, not the one in which we were done reading.
  const monotonicMs = reading.ok ? reading.value.answeredAtMs : endedMs;
  return {
    targetId,
    wallMs: Date.now() - (performance.now() - monotonicMs),
    monotonicMs,
    latencyMs,
    outcome: reading.ok ? sightingOf(reading.value) : fail(reading.failure),
  };
}

function sightingOf(reading: Reading): Result<Sighting, Failure> {
  const decoded = decodeGuarded(reading.bytes);
  if (!decoded.ok) return fail(decoded.failure);
  return succeed({
    snapshot: decoded.value.snapshot,
    repairs: decoded.value.repairs,
    bytes: reading.bytes.byteLength,
    hint: reading.hint,
  });
}

/** A document that trips a bug in the decoder is one failed poll; the other instances go on being watched. */
function decodeGuarded(bytes: Uint8Array): Result<Decoded, Failure> {
  try {
    return decodeSnapshot(bytes);
  } catch (error) {
    return fail({ code: 'internal', detail: error instanceof Error ? error.message : String(error) });
  }
}
