/**
 * Runs all the tests, or the stages that are named: `npm test`, `node test/run.mjs unit lint`.
 *   UWTOP_REQUIRE_ALL=1 or CI=true   what is missing is a failure, never a skip
 *   UWTOP_TEST_UWSGI=/path/to/uwsgi  tests against this uWSGI
 */
import { fileURLToPath } from 'node:url';
import { setUp } from './support/setup.mjs';
import { runJest, runPrograms } from './support/stages.mjs';

/** The stages in their order; `needs` names what must be there besides Node. */
const stages = [
  { name: 'types', run: () => runPrograms(['node_modules/typescript/bin/tsc', '--noEmit']) },
  {
    name: 'lint',
    run: () =>
      runPrograms(
        ['node_modules/eslint/bin/eslint.js', '.'],
        ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
      ),
  },
  { name: 'unit', run: () => runJest('unit') },
  {
    name: 'integration',
    needs: 'uwsgi',
    run: (options) => runJest('integration', { serial: true, ...options }),
  },
  { name: 'e2e', needs: 'terminal', run: (options) => runJest('e2e', { serial: true, ...options }) },
];

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
process.exitCode = main(process.argv.slice(2));

function main(names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(
      `no such stage: ${unknown.join(', ')}; the stages are ${stages.map(({ name }) => name).join(', ')}`,
    );
    return 2;
  }
  const chosen = stages.filter(({ name }) => names.length === 0 || names.includes(name));
  const surroundings = chosen.some(({ needs }) => needs !== undefined) ? prepare() : undefined;
  const rows = chosen.map((stage) => runStage(stage, surroundings));
  return report(rows);
}

/** Sets up what the stages need, and tells the tests themselves what was found. */
function prepare() {
  const { uwsgi, hasTerminal } = setUp();
  const requireAll = process.env.UWTOP_REQUIRE_ALL === '1' || process.env.CI === 'true';
  const env = {
    ...process.env,
    UWTOP_TEST_UWSGI: uwsgi ?? 'none',
    ...(requireAll ? { UWTOP_REQUIRE_ALL: '1' } : {}),
  };
  return { requireAll, env, there: { uwsgi: uwsgi !== undefined, terminal: hasTerminal } };
}

function runStage({ name, needs, run }, surroundings) {
  console.log(`\n=== ${name}`);
  const started = performance.now();
  const leaveOut = needs !== undefined && !surroundings.there[needs];
  const counts = run({ leaveOut, env: surroundings?.env });
  const isRefused = leaveOut && surroundings.requireAll;
  if (isRefused) console.error(`${name}: what it needs is missing, and here nothing may be left out`);
  const failed = counts.failed + (isRefused ? 1 : 0);
  const result = failed > 0 ? 'FAILED' : leaveOut ? 'LEFT OUT' : 'passed';
  return { name, result, ...counts, failed, seconds: (performance.now() - started) / 1000 };
}

/** Prints the table and, as the last line, the sums; returns the exit code. */
function report(rows) {
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  console.log(`\n${'stage'.padEnd(12)} ${'result'.padEnd(9)} passed  failed skipped seconds`);
  for (const row of rows) {
    const numbers = [row.passed, row.failed, row.skipped, row.seconds.toFixed(1)];
    console.log(
      `${row.name.padEnd(12)} ${row.result.padEnd(8)} ${numbers.map((n) => String(n).padStart(7)).join(' ')}`,
    );
  }
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed') > 0 ? 1 : 0;
}
