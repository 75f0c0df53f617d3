/** A real uWSGI, recorded while it works: what was printed then is printed again, byte for byte. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateLoad } from '../support/load';
import { runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'uwtop-recording-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a real uWSGI under load', () => {
  const start = serversOfThisFile();

  test.each(['real.ndjson', 'real.ndjson.gz'])('%s says what the live run said', async (name) => {
    const options = { processes: 4, 'max-requests': 20, 'min-worker-lifetime': 1, harakiri: 20 };
    const uwsgi = await start({ options, name: name.replaceAll('.', '-') });
    const path = join(folder, name);
    const once = ['once', '--ndjson', '-n', '6', '-i', '0.5'];
    const [live] = await Promise.all([
      runProgram([...once, '--record', path, `shop=${uwsgi.statsAddress}`]),
      generateLoad({ port: uwsgi.httpPort, path: '/slow?s=0.05&token=hidden', concurrency: 6, seconds: 5 }),
    ]);
    expect(live.exitCode).toBe(0);
    const replayed = await runProgram(['once', '--ndjson', path]);
    expect(replayed.stdout.equals(live.stdout)).toBe(true);

    // It was worth comparing: requests in flight, rates, limits, facts of the host and events are all in it.
    const printed = live.stdout.toString();
    expect(printed.trimEnd().split('\n')).toHaveLength(6);
    expect(printed).toMatch(/"uri":"\/slow\?s=0\.05&token=\*\*\*"/);
    expect(printed).toMatch(/"harakiriSeconds":\{"state":"set","value":20/);
    expect(printed).toMatch(/"cpuPercent":\d/);
    expect(printed).toMatch(/"kind":"respawn"/);
  });
});
