/** A real Prometheus scrapes a real uWSGI through uwtop serve. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HeldRequest, holdRequest } from '../support/load';
import { promtool, type RunningPrometheus, startPrometheus } from '../support/prometheus';
import { runProgram } from '../support/program';
import { describeWithPrometheus } from '../support/requirements';
import { type Serving, startServing } from '../support/serving';
import { readStats } from '../support/stats';
import { type RunningUwsgi, startUwsgi } from '../support/uwsgi';
import { rawMetrics } from '../serve/raw-metrics';
import { keyOf, readSeries } from '../serve/scraped';

jest.setTimeout(120_000);

const started: { stop(): Promise<unknown> }[] = [];

async function starting<Server extends { stop(): Promise<unknown> }>(
  start: Promise<Server>,
): Promise<Server> {
  const server = await start;
  started.push(server);
  return server;
}

/** The last one first: nobody asks what is gone. */
async function stopAll(): Promise<void> {
  for (const server of started.splice(0).reverse()) await server.stop();
}

describeWithPrometheus('Prometheus', () => {
  let uwsgi: RunningUwsgi;
  let serving: Serving;
  let prometheus: RunningPrometheus;
  let held: HeldRequest;

  beforeAll(async () => {
    uwsgi = await starting(startUwsgi({ options: { processes: 2, threads: 1 }, name: 'prometheus' }));
    serving = await starting(startServing([`shop=${uwsgi.statsAddress}`, 'gone=127.0.0.1:1']));
    const { stdout } = await runProgram(['serve', '--print-rules']);
    const exporter = `127.0.0.1:${serving.port}`;
    prometheus = await starting(
      startPrometheus(
        `
  - job_name: uwtop
    static_configs: [{ targets: ['${exporter}'] }]
  - job_name: probes
    scrape_timeout: 1s
    metrics_path: /probe
    static_configs: [{ targets: ['${uwsgi.statsAddress}'] }]
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: '${exporter}' }
`,
        stdout.toString(),
      ),
    );
    // One of two workers is at work for as long as all this takes.
    held = holdRequest({ port: uwsgi.httpPort, path: '/slow?s=100', headers: '' });
  });

  afterAll(async () => {
    held.abort();
    await stopAll();
  });

  test('tells the busyness of a loaded uWSGI', async () => {
    const [answer] = await prometheus.query('uwtop_busyness_ratio{job="uwtop"} > 0.49 < 0.51');
    expect(answer?.metric).toMatchObject({ target: 'shop', stats_uri: `tcp://${uwsgi.statsAddress}` });
  });

  test('knows who is up and who is not', async () => {
    const answers = await prometheus.query('uwsgi_up{job="uwtop"}');
    expect(new Map(answers.map(({ metric, value }) => [metric['target'], value]))).toEqual(
      new Map([
        ['shop', 1],
        ['gone', 0],
      ]),
    );
  });

  test('asks for one target, in the multi-target pattern', async () => {
    const [answer] = await prometheus.query(
      `uwtop_busyness_ratio{job="probes", instance="${uwsgi.statsAddress}"} > 0.45 < 0.55`,
    );
    expect(answer?.value).toBeDefined();
  });

  test('can use the rules: what was recorded is there, and the alert of the one that is gone waits', async () => {
    const [recorded] = await prometheus.query('target:uwtop_busyness_ratio:avg5m{job="uwtop"}');
    expect(recorded?.value).toBeGreaterThan(0);
    const [waiting] = await prometheus.query('ALERTS{alertname="UwsgiDown", alertstate="pending"}');
    expect(waiting?.metric).toMatchObject({ target: 'gone', severity: 'critical' });
  });

  test('took every series that was offered', async () => {
    const targets = (await prometheus.ask('/api/v1/targets')) as {
      readonly data: {
        readonly activeTargets: readonly { readonly lastError: string; readonly health: string }[];
      };
    };
    for (const target of targets.data.activeTargets)
      expect(target).toMatchObject({ lastError: '', health: 'up' });
    const [scraped] = await prometheus.query('scrape_samples_scraped{job="uwtop"}');
    const text = await (await fetch(`http://127.0.0.1:${serving.port}/metrics`)).text();
    // Forecasts and alerts come and go.
    expect(Math.abs((scraped?.value ?? 0) - readSeries(text).length)).toBeLessThan(20);
  });

  test('gets the shared metrics as uWSGI tells them', async () => {
    const shared = async () => {
      const text = await (await fetch(`http://127.0.0.1:${serving.port}/metrics`)).text();
      return new Map(readSeries(text).map((series) => [keyOf(series), series.value]));
    };
    const raw = rawMetrics(
      (await readStats(uwsgi.statsAddress)) as never,
      `tcp://${uwsgi.statsAddress}`,
      'shop',
    );
    const served = await shared();
    const whole = [...raw].filter(([key]) => !key.includes('_core_'));
    expect(whole.length).toBeGreaterThan(40);
    for (const [key, value] of whole) expect([key, served.get(key)]).toEqual([key, value]);
  });
});

describeWithPrometheus('promtool', () => {
  let serving: Serving;
  let uwsgi: RunningUwsgi;

  beforeAll(async () => {
    uwsgi = await starting(startUwsgi({ options: { processes: 2, threads: 2 }, name: 'promtool' }));
    serving = await starting(
      startServing([uwsgi.statsAddress, '--per-core', '--harakiri', '60', '-i', '0.2']),
    );
    await serving.ready();
  });

  afterAll(async () => {
    await stopAll();
  });

  test('check metrics has nothing to say', async () => {
    const text = await (await fetch(`http://127.0.0.1:${serving.port}/metrics`)).text();
    expect(text).toContain('uwsgi_worker_core_busy{');
    expect(promtool(['check', 'metrics'], text)).toEqual({ code: 0, said: '' });
  });

  test('check rules and test rules are clean', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'uwtop-rules-'));
    try {
      const { stdout } = await runProgram(['serve', '--print-rules']);
      writeFileSync(join(directory, 'rules.yaml'), stdout);
      copyFileSync(join(__dirname, '../serve/rules.promtool.yaml'), join(directory, 'test.yaml'));
      const checked = promtool(['check', 'rules', join(directory, 'rules.yaml')]);
      expect(checked.code).toBe(0);
      expect(checked.said).toMatch(/SUCCESS: \d\d rules found/);
      const tested = promtool(['test', 'rules', join(directory, 'test.yaml')]);
      expect(tested).toEqual({ code: 0, said: expect.stringMatching(/SUCCESS\s*$/) as string });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
