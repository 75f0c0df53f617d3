/** Who is told of alerts outside the screens, and of what. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertChange } from '../../src/alerts/alert';
import { Notifier } from '../../src/cli/notifier';
import { jsonText } from '../../src/format/json-text';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-notifier-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const change = (
  what: AlertChange['change'],
  severity: 'warning' | 'critical' = 'warning',
  id = 'shop busyness instance 0',
): AlertChange => ({
  change: what,
  atMs: 1_800_000_030_000,
  alert: {
    id,
    targetId: '127.0.0.1:1717',
    instance: 'shop',
    rule: 'busyness',
    severity,
    subject: 'instance',
    message: `busyness is 95%, ${id}`,
    sinceMs: 1_800_000_000_000,
  },
});

function notifier(bell: 'none' | 'warning' | 'critical', onAlert?: string) {
  const rings: number[] = [];
  const made = new Notifier({ bell, onAlert }, { ring: () => rings.push(1), onTrouble: () => undefined });
  return { made, rings };
}

test.each([
  ['critical', [change('raised', 'critical')], 1],
  ['critical', [change('worsened', 'critical')], 1],
  ['critical', [change('raised')], 0],
  ['warning', [change('raised')], 1],
  ['warning', [change('cleared', 'critical'), change('eased')], 0],
  ['none', [change('raised', 'critical')], 0],
] as const)('the bell, set to %s, rings for what becomes worse: %j', (bell, changes, times) => {
  const { made, rings } = notifier(bell);
  made.tell(changes);
  expect(rings.length).toBe(times);
});

test('the bell does not ring on and on', () => {
  const { made, rings } = notifier('warning');
  for (let time = 0; time < 20; time++) made.tell([change('raised', 'critical')]);
  expect(rings.length).toBe(1);
});

test('the command is told of the end of what it was told the beginning of, and of nothing else', async () => {
  const path = join(folder, 'told');
  const { made } = notifier('none', `cat >> '${path}'`);
  made.tell([change('cleared', 'warning', 'never told'), change('eased', 'warning', 'never told')]);
  made.tell([change('raised'), change('worsened', 'critical'), change('cleared', 'critical')]);
  made.tell([change('cleared', 'critical')]);
  const lines = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []);
  for (let turn = 0; turn < 200 && lines().length < 3; turn++) await sleep(50);
  await sleep(200);
  made.stop();
  expect(lines().map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      schemaVersion: 1,
      change: 'raised',
      rule: 'busyness',
      instance: 'shop',
      since: '2027-01-15T08:00:00.000Z',
      at: '2027-01-15T08:00:30.000Z',
    },
    { change: 'worsened', severity: 'critical' },
    { change: 'cleared' },
  ]);
});

test('JSON for a terminal means the same and moves nothing', () => {
  const foreign = { '\u009b1m': 'a\u202eb\u{e0001}c\u2028\u200b', plain: 'ä€漢😀' };
  const text = jsonText(foreign, 2);
  expect(text).not.toMatch(/[\u007f-\u009f\p{Cf}\p{Zl}]/u);
  expect(text).toContain('ä€漢😀');
  expect(JSON.parse(text)).toEqual(foreign);
});
