/** The worst days of an operator: whatever happens, the screen says what it is, goes on, and is right again by itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteReturns, readBanners, waitForStates } from '../support/fault-fleet';
import { illTargets, placedTargets } from '../support/fault-targets';
import { FaultMatrix } from '../support/faults';
import { serversOfEachTest } from '../support/stats-server';
import { large, uwtop, withTerminal } from '../support/uwtop';

jest.setTimeout(60_000);
const start = serversOfEachTest();
const matrix = new FaultMatrix();
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-faults-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`\n${matrix.table(matrix.faults)}\n\n`);
});

const wish = (wishes: object): void => writeFileSync(join(folder, 'wishes'), JSON.stringify(wishes));
const hooks = () => ({
  NODE_OPTIONS: `--require=${resolve(__dirname, '../support/fault-hooks.cjs')}`,
  UWTOP_FAULTS: join(folder, 'wishes'),
});

/** Root may open every socket; without these rights it is a user like others. */
const asUser =
  process.getuid?.() === 0
    ? [
        'setpriv',
        '--bounding-set=-dac_override,-dac_read_search',
        '--inh-caps=-dac_override,-dac_read_search',
      ]
    : [];

test('a fleet of which every target fails in another way', async () => {
  const targets = [...(await illTargets(start)), ...(await placedTargets(start, { folder, wish }))];
  const intervalMs = 1000;
  const words = targets.map(({ name, address }) => `${name}=${address}`);
  const command = [...asUser, ...uwtop(...words, '-i', '1', '--timeout', '1.2', '--sort', 'named')];
  await withTerminal({ ...large, command, env: hooks() }, async (terminal) => {
    await waitForStates(terminal, targets, /^up$/);
    for (const target of targets) await target.begin();
    await waitForStates(terminal, targets, /^(stale|down)$/);
    await sleep(3 * intervalMs);
    const said = await readBanners(terminal, targets);
    const sinceMs = performance.now();
    for (const target of targets) await target.end();
    await noteReturns(terminal, targets, { matrix, intervalMs, sinceMs, said });
    await terminal.send('q');
    expect(await terminal.waitForExit()).toBe(0);
  });
});
