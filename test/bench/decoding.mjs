/** What it costs to make knowledge of an answer, against the least that anything in JavaScript can do with it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sizes } from './documents.mjs';
import { summarizeRatios } from './numbers.mjs';

const program = fileURLToPath(new URL('decoding-process.mjs', import.meta.url));

const target = 2;
/** Below this an answer costs less than a millisecond or two, whatever the ratio. */
const targetFromBytes = 500_000;

export async function measureDecoding({ sources, quick }) {
  const clean = [];
  const hostile = [];
  for (const size of Object.keys(sizes)) {
    const rounds = await decode(sources, size, quick ? 10 : 40);
    const { bytes } = rounds[0];
    const title = `${size}, ${Math.round(bytes / 1000)} kB`;
    const against = (measured, baseline) =>
      summarizeRatios(rounds.map((round) => [round[measured], round[baseline]]));
    clean.push(
      {
        name: `${title} / JSON.parse(bytes.toString())`,
        unit: 'x',
        ...(bytes > targetFromBytes && { target }),
        ...against('decodeAndObserve', 'parseBytes'),
      },
      { name: `${title} / JSON.parse(text)`, unit: 'x', ...against('decodeAndObserve', 'parseText') },
    );
    hostile.push({ name: `${title} / clean`, unit: 'x', ...against('hostile', 'decodeAndObserve') });
  }
  return { clean, hostile };
}

async function decode(sources, size, rounds) {
  const words = ['--expose-gc', program, sources, size, String(rounds)];
  const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}
