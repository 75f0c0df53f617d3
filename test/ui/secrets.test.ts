/** What the screens show of secrets, and that they say so. */
import { asciiGlyphs } from '../../src/format/glyphs';
import type { UiState } from '../../src/ui/state';
import { view } from '../../src/ui/view';
import { busyCore, epochMs, worker, workerDocument } from '../support/documents';
import { linesOf, polled, press, situationOf, sit, type Session } from './scenes';

const vars = ['REQUEST_METHOD=GET', 'REQUEST_URI=/cart?token=s3c&page=2', 'HTTP_COOKIE=s3c', ''];
const situation = situationOf(
  ['shop'],
  polled('shop', workerDocument([worker({ cores: [busyCore(0, { vars })] }), worker()]), 20_000),
);

const session = sit(situation.fleet, { ...situation, atMs: 20_000, size: { columns: 120, rows: 40 } });

const screenOf = ({ fleet, alerts, past, ui, size }: Session, showSecrets: boolean | undefined): string =>
  linesOf(
    view({
      ...{ fleet, alerts, past, ui, size, showSecrets },
      glyphs: asciiGlyphs,
      now: { wallMs: epochMs + 20_000, monotonicMs: 20_000 },
      clock: () => '14:03:22',
    }),
  ).join('\n');

describe.each(['2', '3', 'e'])('on the screen of the key %s', (key) => {
  const there = press(session, key);

  test.each([false, undefined])('secrets are masked', (showSecrets) => {
    expect(screenOf(there, showSecrets)).not.toMatch(/s3c|SECRETS/);
  });

  test('the title says so where they are not', () => {
    expect(screenOf(there, true)).toMatch(/^ uwtop {2}SECRETS SHOWN /);
  });
});

test.each(['2', '3'])('a request in flight is shown as it is to who asked for it: %s', (key) => {
  expect(screenOf(press(session, key), false)).toContain('/cart?token=***&page=2');
  expect(screenOf(press(session, key), true)).toContain('/cart?token=s3c&page=2');
});

test('what it is found by stays what is told of it', () => {
  const found = (text: string) => {
    const tables = { ...session.ui.tables, workers: { ...session.ui.tables.workers, filter: text } };
    const ui: UiState = { ...session.ui, tables };
    return screenOf({ ...session, ui }, true);
  };
  expect(found('cart')).toContain('/cart?token=s3c');
  expect(found('s3c')).toContain('no worker matches');
});

test('the warning stays where there is no room for anything else', () => {
  const narrow = { ...session, size: { columns: 60, rows: 15 } };
  const ui = { ...session.ui, muted: new Set(['shop long-request']), frozen: { ...situation, wallMs: 0 } };
  const labelled = screenOf({ ...narrow, ui }, true);
  expect(labelled.split('\n')[0]).toMatch(/^ uwtop {2}SECRETS SHOWN /);
  expect(labelled.split('\n').every((line) => line.length <= 60)).toBe(true);
});
