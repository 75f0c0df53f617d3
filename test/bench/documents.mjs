/** Which documents are decoded, each in as many versions as there are polls: rates want counters that grow. */

export const sizes = {
  '16 workers': { workers: 16, cores: 1, inFlight: 8 },
  '500 workers': { workers: 500, cores: 1, inFlight: 50 },
  '64 workers of 32 cores': { workers: 64, cores: 32, inFlight: 200 },
  '16 workers of 100 cores in flight': {
    workers: 16,
    cores: 100,
    inFlight: 1600,
    // About what the default buffer of uWSGI holds of a request.
    headers: 39,
    headerBytes: 110,
  },
};

const startMs = Date.UTC(2026, 0, 20);
const intervalMs = 1000;

/** The bytes of one poll after the other, without an end. */
export function* polls(demoDocument, size) {
  for (let atMs = startMs; ; atMs += intervalMs) {
    const text = demoDocument({ ...sizes[size], seed: 1, atMs });
    yield { atMs, bytes: Buffer.from(text) };
  }
}

/** The same with one byte of the last header turned to ESC, which uWSGI does not escape: the dearest place for it. */
export function withEscape(bytes) {
  const header = bytes.lastIndexOf('HTTP_X_LARGE_');
  const spoilt = Buffer.from(bytes);
  spoilt[spoilt.indexOf('"', header) - 1] = 0x1b;
  return spoilt;
}
