/** What the golden screens show, and the keys that lead there. */
import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import { usualOrders } from '../../src/cli/orders';
import { usualOrders as usualTableOrders } from '../../src/columns/tables';
import type { Observation } from '../../src/model/observation';
import { knownLimits, localFacts } from '../support/documents';
import { capture, decoded } from '../stats/captures';
import { withNotices } from '../../src/ui/notices';
import { Tuning } from '../../src/ui/tuning';
import { label, lost, press, type Session, sighted, sit, situationOf, type } from './scenes';
import { cutOff, simulate, type Simulated, situationAfter } from './simulated';

/** A request of the shop has seven seconds left then, and each of the others had its misfortunes. */
const seconds = 188;

const clock = (wallMs: number) => new Date(wallMs).toISOString().slice(11, 19);

const goneAway = (member: Simulated) => cutOff(member, 184);

/** As the Tune screen has it when somebody has watched one for so long. */
function tuned(name: string, seconds: number): Session {
  const [member] = simulate([name]);
  const tuning = new Tuning(() => ({ ...usualOrders, cpus: 8, hourOf: (ms) => new Date(ms).getUTCHours() }));
  let situation = createSituation([label(name)]);
  for (let second = 1; member !== undefined && second <= seconds; second++) {
    situation = note(situation, member.observe(second), defaultSettings).situation;
    tuning.note(name, situation.fleet);
  }
  const atMs = seconds * 1000 + 300;
  const advice = tuning.adviceFor(name, situation.fleet, atMs);
  return press(sit(situation.fleet, { ...situation, atMs, clock, advice }), '6');
}

/** With one that went away, one that never answered, and one that was not asked yet. */
function wholeFleet(): Session {
  const members = simulate().map((member) => (member.name === 'ledger' ? goneAway(member) : member));
  const gone: Simulated = { name: 'gone', observe: (second) => lost('gone', second * 1000) };
  return watched([...members, gone], ['new']);
}

function watched(members: readonly Simulated[], unasked: readonly string[] = []): Session {
  const situation = situationAfter(seconds, members, unasked);
  return sit(situation.fleet, { ...situation, atMs: seconds * 1000 + 300, clock });
}

/** As the table starts where nobody asks for another order. */
function worstFirst(session: Session): Session {
  const { tables } = session.ui;
  const fleet = { ...tables.fleet, order: usualTableOrders.fleet };
  return { ...session, ui: { ...session.ui, tables: { ...tables, fleet } } };
}

/** Forty in groups: six of the demo's many times over, some of them gone, and two that nobody put anywhere. */
function manyInGroups(): Session {
  const groups = ['web', 'web', 'web', 'api', 'jobs', 'api'];
  const told = simulate(['shop', 'images', 'checkout', 'api', 'batch', 'search']);
  const members = Array.from({ length: 40 }, (_, index) => {
    const { name, observe } = told[index % told.length] ?? goneAway(told[0] as Simulated);
    const number = String(Math.floor(index / told.length) + 1);
    const group = index < 38 ? { group: groups[index % groups.length] } : {};
    const target = { ...label(`${name}${number}`), ...group, labels: { env: index % 2 ? 'test' : 'prod' } };
    const isGone = index === 13 || index === 22;
    return {
      target,
      observe: (second: number) => (isGone && second > 170 ? lost(name, second * 1000) : observe(second)),
    };
  });
  let situation = createSituation(members.map(({ target }) => target));
  for (let second = 151; second <= seconds; second++)
    for (const { target, observe } of members)
      situation = note(situation, { ...observe(second), targetId: target.id }, defaultSettings).situation;
  return worstFirst(sit(situation.fleet, { ...situation, atMs: seconds * 1000 + 300, clock }));
}

/** As if it came from a recording. */
const replayed = (session: Session): Session => ({
  ...session,
  ui: { ...session.ui, replaying: true },
  activity: 'REPLAY 3m08/1h00 1x PAUSED',
});

/** Nobody was found yet, and two sentences say why. */
function emptyFleet(): Session {
  const session = sit(createSituation([]).fleet, { clock });
  const notices = [
    'targets.yaml, line 7: "10.0.0.5:99999" has no such port; the other 12 targets are watched',
    'the uWSGI master 4711 (shop.ini) has no stats socket: add `stats = /run/uwsgi/shop.stats` to /etc/uwsgi/shop.ini',
  ];
  return { ...session, ui: withNotices(session.ui, notices) };
}

/** What uWSGI itself printed, some seconds apart. */
function recorded(name: string, captures: readonly string[], known: Partial<Observation> = {}): Session {
  const answers = captures.map((file, index) => ({
    ...sighted(name, decoded(capture(file)).snapshot, index * 5000),
    ...known,
  }));
  const situation = situationOf([name], ...answers);
  return sit(situation.fleet, { ...situation, atMs: captures.length * 5000 - 4700, clock });
}

/** It has one of everything, and runs on this machine. */
const kitchen = () =>
  recorded('kitchen', ['kitchen.t0.json', 'kitchen.t1.json'], {
    host: localFacts({ spoolers: [{ dir: '/srv/lab/kitchen/spool', pending: 2 }] }),
    limits: knownLimits({ harakiri: 30, listen: 100 }),
  });

/** What looks alike at any size is shown at the two that most terminals have. */
export const notLarge: ReadonlySet<string> = new Set([
  'instance-never',
  'sort-menu',
  'columns',
  'columns-fleet',
  'fleet-folded',
  'fleet-filter',
  'fleet-empty',
  'events-notices',
  'filter',
  'system-filter',
  'router',
  'router-nodes',
  'replay-time',
  'tune-early',
  'tune-end',
]);

export function goldenScenes(): Readonly<Record<string, Session>> {
  const fleet = wholeFleet();
  const few = watched([...simulate(['shop', 'legacy']), ...simulate(['ledger']).map(goneAway)]);
  const groups = manyInGroups();
  const shop = watched(simulate(['shop']));
  const worker = press(shop, `${'down '.repeat(12)}enter`);
  return {
    fleet: worstFirst(fleet),
    'fleet-few': worstFirst(few),
    'fleet-groups': groups,
    'fleet-folded': press(groups, 'down F down right'),
    'fleet-filter': type(press(groups, '/'), 'env:prod busyness>40 -state:down'),
    'fleet-comparison': press(groups, 's down down down down down down down enter c'),
    'fleet-empty': emptyFleet(),
    'events-notices': press(emptyFleet(), 'e down'),
    'columns-fleet': press(few, 'o down space'),
    instance: shop,
    'instance-cores': press(fleet, 'down enter a'),
    'instance-stale': press(fleet, `${'down '.repeat(7)}enter`),
    'instance-never': press(fleet, `${'down '.repeat(10)}enter`),
    'sort-menu': press(shop, 's down down down'),
    columns: press(shop, 'o down down down space down'),
    filter: type(press(shop, '/'), 'busy get'),
    worker,
    'worker-variables': press(worker, 'v'),
    'worker-lives': press(shop, `${'down '.repeat(5)}enter z`),
    'worker-gevent': press(fleet, 'down down enter enter'),
    events: press(fleet, 'e down down'),
    system: press(shop, '5'),
    'system-recorded': press(kitchen(), '5'),
    'system-filter': press(type(press(shop, '5 /'), 'worker.1.'), 'enter'),
    replay: { ...replayed(shop), activity: 'REPLAY 3m08/1h00 10x' },
    'replay-time': type(press(replayed(shop), ':'), '14:03'),
    tune: tuned('shop', 400),
    'tune-early': tuned('shop', 100),
    'tune-end': press(tuned('legacy', 400), 'end'),
    help: press(shop, '?'),
    emperor: recorded('emperor', ['emperor.t0.json', 'emperor.t1.json']),
    router: recorded('router', ['fastrouter.json', 'fastrouter.json']),
    'router-nodes': watched(simulate(['router'])),
  };
}
