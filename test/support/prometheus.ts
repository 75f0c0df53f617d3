/** A real Prometheus on loopback, with a configuration, a port and a directory of its own; and its promtool. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from './guardian';
import { freePort } from './ports';
import { endTree, isAlive } from './processes';

export interface QueryResult {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface RunningPrometheus {
  /** The answers to a PromQL query, as soon as there are any. */
  query(expression: string): Promise<readonly QueryResult[]>;
  /** What the API says at this path. */
  ask(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

const startLimitMs = 30_000;
const answerLimitMs = 30_000;

/** @param scrapeConfigs YAML below the key scrape_configs */
export async function startPrometheus(scrapeConfigs: string, rules?: string): Promise<RunningPrometheus> {
  const directory = mkdtempSync(join(tmpdir(), 'uwtop-prometheus-'));
  const port = await freePort();
  const config = join(directory, 'prometheus.yml');
  const ruleFile = join(directory, 'rules.yaml');
  if (rules !== undefined) writeFileSync(ruleFile, rules);
  writeFileSync(
    config,
    [
      'global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }',
      ...(rules === undefined ? [] : [`rule_files: [${ruleFile}]`]),
      `scrape_configs:\n${scrapeConfigs}`,
    ].join('\n'),
  );
  const words = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const log = join(directory, 'log');
  const child = spawn('sh', ['-c', `exec prometheus "$@" >'${log}' 2>&1`, 'prometheus', ...words], {
    cwd: directory,
    detached: true,
    stdio: 'ignore',
  });
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error('cannot run prometheus; on Debian: apt-get install prometheus');
  const guardian = guard('kill -KILL -- "-$1"; rm -rf -- "$2"', String(pid), directory);
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).json();
  const stop = async () => {
    await endTree(pid, 'SIGTERM', 5000);
    guardian.release();
    rmSync(directory, { recursive: true, force: true });
  };
  const deadline = performance.now() + startLimitMs;
  while (!(await isReady(port))) {
    if (isAlive(pid) && performance.now() < deadline) await sleep(100);
    else {
      const said = readFileSync(log, 'utf8');
      await stop();
      throw new Error(`Prometheus does not get ready: ${said}`);
    }
  }
  return { ask, stop, query: (expression) => queryUntilKnown(ask, expression) };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok;
  } catch {
    return false;
  }
}

interface QueryAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

async function queryUntilKnown(
  ask: RunningPrometheus['ask'],
  expression: string,
): Promise<readonly QueryResult[]> {
  const deadline = performance.now() + answerLimitMs;
  for (;;) {
    const answer = (await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`)) as QueryAnswer;
    const results = answer.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    if (results.length > 0) return results;
    if (performance.now() > deadline) throw new Error(`Prometheus knows nothing of ${expression}`);
    await sleep(200);
  }
}

/** What promtool says, on both streams, and its exit code. */
export function promtool(
  words: readonly string[],
  input = '',
): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', words, {
    input,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: status, said: `${stdout}${stderr}` };
}
