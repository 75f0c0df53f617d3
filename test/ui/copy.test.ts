/** What y hands to the clipboard. */
import { update } from '../../src/ui/update';
import { busyCore, core, epochMs, worker, workerDocument } from '../support/documents';
import { capture, decoded } from '../stats/captures';
import {
  fleetOf,
  frameOf,
  lost,
  polled,
  press,
  screen,
  type Session,
  sighted,
  sit,
  situationOf,
  type,
} from './scenes';

const vars = ['REQUEST_METHOD=POST', 'REQUEST_URI=/pay?token=hidden&item=3', 'HTTP_HOST=shop.example', ''];
const workers = [
  worker({ pid: 101, requests: 10 }),
  worker({ pid: 102, requests: 30, cores: [core({ requests: 30 }), busyCore(-70, { id: 1, vars })] }),
];
const document = workerDocument(workers);
const situation = situationOf(
  ['shop', 'api', 'gone'],
  polled('shop', document, 0),
  polled('shop', document, 1000),
  polled('api', document, 0),
  lost('gone', 0),
);
const fleet = () => sit(situation.fleet, { ...situation, atMs: 1000 });

function copied(session: Session): string | undefined {
  const { fleet: known, alerts, past, ui, atMs } = session;
  const context = { fleet: known, alerts, past, page: frameOf(session).page, wallMs: epochMs + atMs };
  return update(ui, 'y', context).copied;
}

test('of an instance: each column that has something to say, under its title', () => {
  expect(copied(fleet())).toMatch(/^STATE up, INSTANCE shop, KIND uwsgi, VERSION 2\.0\.21, WORKERS 1\/2, /);
  expect(copied(press(fleet(), 'down down'))).toMatch(/^STATE down, INSTANCE gone/);
  expect(copied(fleet())).not.toMatch(/ -(,|$)| (,|$)/);
});

test('of a worker: the row under the cursor, with the name of its instance', () => {
  const second = copied(press(fleet(), 'enter down'));
  expect(second).toMatch(/^shop: # 2, PID 102, STATE busy, BUSY \d+%, /);
  expect(second).toContain('IN FLIGHT POST /pay');
  expect(copied(press(fleet(), 'enter'))).toMatch(/^shop: # 1, PID 101, STATE idle/);
  expect(copied(press(fleet(), 'enter r'))).toMatch(/^shop: # 2/);
});

test('of a core, where cores have rows', () => {
  expect(copied(press(fleet(), 'enter a a down'))).toMatch(/^shop: # 2:1, STATE in req.*POST \/pay/);
});

test('on the Worker screen: the worker that is looked at', () => {
  expect(copied(press(fleet(), 'enter down enter'))).toMatch(/^shop: # 2, PID 102/);
  expect(copied(press(fleet(), 'enter down enter right'))).toMatch(/^shop: # 1, PID 101/);
  const fromAlert = press(fleet(), 'e enter');
  expect(fromAlert.ui.tables.workers.cursor).toBeUndefined();
  expect(copied(fromAlert)).toMatch(/: # 2, PID 102/);
});

test('of an alert and an event: the whole sentence, with its instance', () => {
  const slow = /^(shop|api) warning long-request worker 2: POST \/pay.* has been running for 1m.*see what it/;
  expect(copied(press(fleet(), 'e'))).toMatch(slow);
  expect(copied(press(fleet(), 'e down'))).toMatch(slow);
  const events = fleetOf(['shop', 'api'], polled('shop', document, 0), lost('shop', 1000));
  expect(copied(press(sit(events), 'e'))).toBe('shop lost: connection refused (ECONNREFUSED)');
});

test('nothing where nothing is under the cursor', () => {
  const nothing = type(press(fleet(), '/'), 'zzz');
  const router = sighted('shop', decoded(capture('http-router.json')).snapshot, 0);
  for (const session of [
    press(nothing, 'enter'),
    press(type(press(fleet(), 'enter /'), 'zzz'), 'enter'),
    press(type(press(fleet(), 'e /'), 'zzz'), 'enter'),
    press(fleet(), 'down down enter'),
    press(fleet(), '?'),
    press(fleet(), '5'),
    press(sit(fleetOf(['shop'])), 'e'),
    sit(fleetOf(['shop'])),
    sit(fleetOf(['shop'], router)),
    sit(fleetOf(['shop'], polled('shop', workerDocument([]), 0))),
    sit(fleetOf([])),
  ])
    expect(copied(session)).toBeUndefined();
});

test('with the values of secrets masked, also where somebody asked to see them', () => {
  for (const keys of ['enter down', 'enter down enter', 'enter a a down', 'e down'])
    expect(copied({ ...press(fleet(), keys), showSecrets: true })).toMatch(/\?token=\*\*\*/);
});

test('no more than a terminal takes, and no byte that would do something to it', () => {
  const uri = `/\u001b]52;c;!\u0007\u009b2J${'a/'.repeat(32_768)}`;
  const long = workerDocument([worker({ cores: [busyCore(-1, { vars: [`REQUEST_URI=${uri}`] })] })]);
  const name = 'x'.repeat(5000);
  const session = sit(fleetOf([name, 'shop'], polled(name, long, 0), polled('shop', long, 0)));
  for (const keys of ['up', 'enter', 'down enter', 'down enter enter', 'e']) {
    const text = copied(press(session, keys)) ?? '';
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(text).not.toMatch(/\p{Cc}/u);
  }
  expect(copied(session)?.length).toBe(4000);
});

test('of a frozen picture: what can be seen, not what has come since', () => {
  const frozen = press(fleet(), 'enter space');
  const later = fleetOf(['shop'], polled('shop', workerDocument([worker({ pid: 999 })]), 0));
  expect(copied({ ...frozen, fleet: later })).toMatch(/PID 101/);
});

test('says so in place of the keys', () => {
  expect(screen(press(fleet(), 'y')).at(-1)).toMatch(/^ copied, where your terminal lets .*OSC 52/);
});
