/** What a scrape of a fleet costs: 100 instances of 16 workers, a series for everything that is known of each of them. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { summarize, summarizeRatios } from './numbers.mjs';

const program = fileURLToPath(new URL('scraping-process.mjs', import.meta.url));

export async function measureScraping({ sources, quick }) {
  const words = ['--expose-gc', program, sources, String(quick ? 10 : 40)];
  const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 1 << 24 });
  const rounds = JSON.parse(stdout);
  const against = (measured, baseline) =>
    summarizeRatios(rounds.map((round) => [round[measured], round[baseline]]));
  const megabytes = (key) => summarize(rounds.map((round) => round[key] / 1e6));
  return [
    {
      name: '/metrics / JSON.stringify(the same series)',
      unit: 'x',
      target: 4,
      ...against('scrapeMs', 'stringifyMs'),
    },
    { name: 'series without their text / the same', unit: 'x', ...against('gatherMs', 'stringifyMs') },
    { name: '/metrics / JSON.parse(one answer of each)', unit: 'x', ...against('scrapeMs', 'parseMs') },
    { name: '--no-per-worker / the same', unit: 'x', ...against('wholeMs', 'parseMs') },
    { name: 'text of a scrape', unit: 'MB', ...megabytes('bytes') },
    { name: 'the same compressed', unit: 'MB', ...megabytes('gzipBytes') },
  ];
}
