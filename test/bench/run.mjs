/**
 * Measures what has a limit, as ratios, because absolute times say more of the machine than of the program:
 * `npm run bench`.
 *   --quick       fewer rounds
 *   --json FILE   write the JSON there as well
 *   --gate        exit code 1 when a target is missed
 * UWSGITOP=FILE says where uwsgitop is, which has a part in it, if it is not where programs are.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureBurden } from './burden.mjs';
import { measureCost } from './cost.mjs';
import { measureDecoding } from './decoding.mjs';
import { measureFirstRow } from './first-row.mjs';
import { measureFleet } from './fleet.mjs';
import { measurePainting } from './painting.mjs';
import { measureRefreshes } from './refreshes.mjs';
import { measureReplay } from './replay.mjs';
import { tableOf, verdictOf } from './report.mjs';
import { measureScraping } from './scraping.mjs';
import { bundleSources } from './sources.mjs';
import { missingForTerminal } from './terminal.mjs';
import { measureAgainstUwsgitop } from './uwsgitop.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    gate: { type: 'boolean', default: false },
  },
});
process.exitCode = await main();

async function main() {
  const bundle = await bundleSources(root);
  const sections = await measure({
    main: fileURLToPath(new URL('../../dist/main.js', import.meta.url)),
    sources: bundle.file,
    quick: options.quick,
  }).finally(bundle.remove);

  const machine = machineFacts();
  console.log(`node ${machine.node}, ${machine.cores} cores, ${machine.processor}\n`);
  console.log(`${tableOf(sections)}\n`);
  const json = JSON.stringify({ machine, sections: sections.map(withVerdicts) }, null, 2);
  console.log(json);
  if (options.json !== undefined) writeFileSync(options.json, `${json}\n`);

  const missed = sections.flatMap(({ rows }) => rows).filter((row) => verdictOf(row) === 'missed');
  return options.gate && missed.length > 0 ? 1 : 0;
}

async function measure(context) {
  const missing = missingForTerminal();
  if (missing !== undefined)
    console.log(`!!! LEFT OUT, because ${missing}: first row, painting, refreshes, cost, fleet, burden\n`);
  const inTerminal = async (measureRows) => (missing === undefined ? measureRows(context) : []);

  const firstRow = await inTerminal(measureFirstRow);
  const { clean, hostile } = await measureDecoding(context);
  const scraping = await measureScraping(context);
  const replay = await measureReplay(context);
  const painting = await inTerminal(measurePainting);
  const refreshes = await inTerminal(measureRefreshes);
  const cost = await inTerminal(measureCost);
  const bytes = await inTerminal(measureAgainstUwsgitop);
  const fleet = await inTerminal(measureFleet);
  const burden = await inTerminal(measureBurden);
  return [
    { title: 'First painted worker row, 16 workers, 80x24', rows: firstRow },
    { title: 'Decode, validate and observe one answer', rows: clean },
    { title: 'The same with a raw ESC in the last request variable', rows: hostile },
    { title: 'A scrape by Prometheus, 100 instances of 16 workers', rows: scraping },
    { title: 'Replay a recording', rows: replay },
    { title: 'View and paint what is known', rows: painting },
    { title: 'Running, a poll a second', rows: refreshes },
    { title: 'The same after an hour', rows: cost },
    { title: 'Against uwsgitop, a poll a second', rows: bytes },
    { title: 'A large fleet, every instance polled each second', rows: fleet },
    { title: 'What the watched uWSGI loses', rows: burden },
  ].filter(({ rows }) => rows.length > 0);
}

function withVerdicts({ title, rows }) {
  return { title, rows: rows.map((row) => ({ ...row, verdict: verdictOf(row) })) };
}

function machineFacts() {
  return {
    node: process.versions.node,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown processor',
  };
}
