/**
 * Whether anything grows in a program that stays open: `npm run soak`. A day in simulated time, and ten minutes in real
 * time; exit code 1 where something did.
 *   --observations N  of the day
 *   --seconds N       of real time; 0 leaves it out
 *   --seed N          another day
 *   --json FILE       write the JSON there as well
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { bundleSources } from '../bench/sources.mjs';
import { missingForTerminal } from '../bench/terminal.mjs';
import { soakLive } from './live.mjs';
import { judgeDay, judgeLive, tableOf } from './verdict.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dayProgram = fileURLToPath(new URL('day-process.mjs', import.meta.url));
const { values: options } = parseArgs({
  options: {
    observations: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
process.exitCode = await main();

async function main() {
  const seconds = Number(options.seconds);
  const missing = missingForTerminal();
  if (missing !== undefined && seconds > 0) console.log(`!!! LEFT OUT, because ${missing}: real time\n`);
  const day = await soakDay();
  const everySeconds = Math.max(1, Math.round(seconds / 40));
  const live =
    missing === undefined && seconds > 0
      ? await soakLive({ main: `${root}/dist/main.js`, seconds, everySeconds })
      : [];
  const rows = [...judgeDay(day), ...judgeLive(live)];
  const json = JSON.stringify({ rows, day, live }, null, 2);
  console.log(`${tableOf(rows)}\n\n${json}`);
  if (options.json !== undefined) writeFileSync(options.json, `${json}\n`);
  return rows.every(({ isFlat }) => isFlat) ? 0 : 1;
}

/** In a process of its own: only what the day leaves behind is counted. */
async function soakDay() {
  const bundle = await bundleSources(root);
  const asked = { observations: Number(options.observations), workers: 64, seed: Number(options.seed) };
  const words = ['--expose-gc', dayProgram, bundle.file, JSON.stringify(asked)];
  const { stdout } = await promisify(execFile)(process.execPath, words).finally(bundle.remove);
  return JSON.parse(stdout);
}
