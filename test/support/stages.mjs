import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const limitMs = 15 * 60_000;

/** Runs node programs one after the other, all of them; a stage that is one verdict counts as one test. */
export function runPrograms(...programs) {
  const passed = programs.map((words) => runNode(words, process.env)).every((ok) => ok);
  return passed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** Runs one of jest's projects and counts its tests; `leaveOut` runs none of them and counts them as skipped. */
export function runJest(project, { serial = false, leaveOut = false, env = process.env } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'uwtop-jest-'));
  const outputFile = join(directory, 'results.json');
  const words = [
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    project,
    '--json',
    '--outputFile',
    outputFile,
  ];
  if (serial) words.push('--runInBand');
  // No name matches this pattern, so jest loads the tests and reports each of them as skipped.
  if (leaveOut) words.push('--testNamePattern', '(?!)');
  const ok = runNode(words, env);
  const counts = countTests(outputFile);
  rmSync(directory, { recursive: true, force: true });
  // A run that fails outside its tests, or that has no tests at all, has failed all the same.
  const hasRun = leaveOut || counts.passed + counts.failed > 0;
  return (ok && hasRun) || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function runNode(words, env) {
  const options = { env, stdio: ['ignore', 'inherit', 'inherit'], timeout: limitMs };
  return spawnSync(process.execPath, words, options).status === 0;
}

function countTests(outputFile) {
  try {
    const results = JSON.parse(readFileSync(outputFile, 'utf8'));
    return {
      passed: results.numPassedTests,
      // A file that cannot even be loaded has no tests to count, and is a failure.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
