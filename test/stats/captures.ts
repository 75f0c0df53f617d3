/** What real uWSGI servers printed: see test/fixtures/captures. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeSnapshot, type Decoded } from '../../src/stats/decode';
import type { WorkerDocument } from '../../src/stats/schema';

const folder = join(__dirname, '../fixtures/captures');

export const captureNames = readdirSync(folder).filter((name) => /\.json(\.gz)?$/.test(name));

export const capture = (name: string): Uint8Array => {
  const bytes = readFileSync(join(folder, name));
  return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
};

export const captureText = (name: string): string => new TextDecoder().decode(capture(name));

export const decoded = (bytes: Uint8Array | string): Decoded => {
  const result = decodeSnapshot(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.detail}`);
  return result.value;
};

export const workerDocument = (bytes: Uint8Array | string): WorkerDocument => {
  const { snapshot } = decoded(bytes);
  if (snapshot.kind !== 'worker') throw new Error(`a document of the kind ${snapshot.kind}`);
  return snapshot.document;
};
