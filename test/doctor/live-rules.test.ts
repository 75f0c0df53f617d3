/** The checks of a running instance: each with a state that trips it and one that does not. */
import type { LiveFacts } from '../../src/doctor/live-facts';
import { liveRules } from '../../src/doctor/live/index';
import { createInstance, type InstanceState } from '../../src/model/instance';
import type { Totals } from '../../src/model/totals';
import type { Complaint } from '../../src/doctor/rule';
import { configRules } from '../../src/doctor/rules/index';
import { atPeace, driven } from '../alerts/driven';
import {
  core,
  emperorObservation,
  instanceAfter,
  knownLimits,
  localFacts,
  observation,
  vassal,
  worker,
  workerDocument,
} from '../support/documents';

const nowMs = 60_000;

function complaints(
  id: string,
  instance: InstanceState,
  other: Partial<LiveFacts> = {},
): readonly Complaint[] {
  const rule = liveRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  return rule.observe({ instance, host: {}, ...other });
}

const seeing = (options: Record<string, string>, ...rest: Parameters<typeof workerDocument>): InstanceState =>
  instanceAfter(
    observation(workerDocument(...rest), 0, { limits: knownLimits(options), host: localFacts() }),
    observation(workerDocument(...rest), 1000, { limits: knownLimits(options), host: localFacts() }),
  );

const plain = (options: Record<string, string> = {}): InstanceState => seeing(options, [worker()]);

/** On another machine, of whose kernel nothing is known. */
const elsewhere = (options: Record<string, string>): InstanceState =>
  instanceAfter(observation(workerDocument([worker()]), 0, { limits: knownLimits(options) }));

const at = (address: string): InstanceState => ({ ...atPeace, target: { ...atPeace.target, address } });

const withTotals = (totals: Partial<Totals>): InstanceState => {
  if (atPeace.seen?.totals === undefined) throw new Error('nothing was seen');
  return { ...atPeace, seen: { ...atPeace.seen, totals: { ...atPeace.seen.totals, ...totals } } };
};

interface Case {
  readonly id: string;
  readonly trips: InstanceState;
  readonly says: string;
  readonly fix?: string;
  readonly quiet: readonly InstanceState[];
  readonly facts?: Partial<LiveFacts>;
}

const socket = (name: string, queue = 0, max = 0) => ({
  name,
  proto: 'uwsgi',
  queue,
  max_queue: max,
  shared: 0,
  can_offload: 0,
});

const zombie = (ageSeconds: number): InstanceState => {
  const instance = driven('zombie-idle', 1, nowMs);
  const { seen } = instance;
  if (seen === undefined) throw new Error('nothing was seen');
  return { ...instance, seen: { ...seen, workers: seen.workers.map((one) => ({ ...one, ageSeconds })) } };
};

const locked = (holder: 'gone' | 'ours', name: string): InstanceState => {
  if (atPeace.seen === undefined) throw new Error('nothing was seen');
  const conditions = { zombies: [], locks: [{ name, pid: 9, holder, sinceMs: 0 }] };
  return { ...atPeace, seen: { ...atPeace.seen, conditions } };
};

const answering = (bytes: number): InstanceState => ({ ...atPeace, polls: { ...atPeace.polls, bytes } });

const emperor = (stats: { readonly address: string } | { readonly reason: string }): InstanceState =>
  instanceAfter({ ...emperorObservation([vassal('shop.ini')], 0), vassalStats: { 'shop.ini': stats } });

const application = {
  name: 'wsgi-file',
  value: 'shop.py',
  origin: { kind: 'command line' },
} as const;

const cases: readonly Case[] = [
  {
    id: 'V01',
    trips: plain({ stats: ':1717' }),
    says: 'the stats at :1717 answer anybody on every address of the machine',
    fix: 'stats = 127.0.0.1:1717',
    // Reached over the loopback, and nobody knows where it listens.
    quiet: [
      plain({ stats: '127.0.0.1:1717' }),
      at('127.0.0.1:1717'),
      at('10.0.0.5:1717'),
      at('web1:1717'),
      at('nowhere'),
    ],
  },
  {
    id: 'V02',
    trips: at('http://10.0.0.5:1717'),
    says: 'the stats at 10.0.0.5:1717 answer anybody in their private network',
    fix: 'stats = 127.0.0.1:1717',
    quiet: [plain({ stats: '/run/stats.sock' }), at('ssh://10.0.0.5/run/stats.sock'), at('8.8.8.8:1717')],
  },
  {
    id: 'V03',
    trips: seeing({}, [worker({ requests: 812, delta_requests: 812 })]),
    says: 'worker 1 has served 812 requests and its rss is still 0',
    fix: 'memory-report = true',
    quiet: [
      seeing({}, [worker({ requests: 812, delta_requests: 0 })]),
      seeing({}, [worker({ requests: 812, delta_requests: 812, rss: 30_000_000 })]),
    ],
  },
  {
    id: 'V04',
    trips: driven('long-request', 300, nowMs),
    says: 'worker 1: GET /slow has been running for 5m00 and no harakiri is known to end it',
    fix: 'harakiri = 60',
    quiet: [driven('long-request', 59, nowMs), driven('request-age', 99, nowMs), atPeace],
  },
  {
    id: 'V05',
    trips: seeing({ 'cheaper-algo': 'backlog2' }, [worker()], { sockets: [socket('/run/app.sock')] }),
    says: 'cheaper-algo backlog2 never adds a worker: all sockets are UNIX sockets',
    fix: 'cheaper-algo = busyness',
    quiet: [
      seeing({ 'cheaper-algo': 'backlog' }, [worker()], { sockets: [socket('127.0.0.1:3031', 0, 100)] }),
      seeing({ 'cheaper-algo': 'busyness' }, [worker()], { sockets: [socket('/run/app.sock')] }),
      seeing({}, [worker()], { sockets: [socket('/run/app.sock')] }),
      seeing({ 'cheaper-algo': 'backlog' }, [worker()]),
    ],
  },
  {
    id: 'V06',
    trips: plain({ listen: '1024' }),
    says: 'listen 1024 is above net.core.somaxconn 128: the next start fails',
    fix: 'listen = 128',
    facts: { host: { somaxconn: 128 } },
    quiet: [plain({ listen: '128' }), plain(), elsewhere({ listen: '1024' })],
  },
  {
    id: 'V07',
    trips: seeing({}, [worker(), worker({ id: 2, pid: 101 }), worker({ id: 3, pid: 102 })]),
    says: 'workers 1-2 run as root',
    fix: 'uid = www-data',
    facts: {
      owners: new Map([
        [100, 0],
        [101, 0],
        [102, 33],
        [103, 33],
      ]),
    },
    quiet: [seeing({}, [worker({ pid: 103 })]), seeing({}, [worker({ pid: 104 })])],
  },
  {
    id: 'V08',
    trips: zombie(600),
    says: 'worker 1 (pid 100) is up for 10m00 and took no request, while others work and requests wait',
    fix: 'see its stack, then kill 100: the master starts another',
    quiet: [zombie(20), atPeace],
  },
  {
    id: 'V09',
    trips: answering(2_500_000),
    says: 'each answer of the stats is 2.4M long: it lists 1 core',
    fix: 'stats-no-cores = true',
    quiet: [answering(900_000)],
  },
  {
    id: 'V10',
    trips: seeing({}, [worker()], { version: '2.0.15-debian' }),
    says: 'uWSGI 2.0.15-debian has a known hole: upgrade to 2.0.16 or later',
    quiet: [seeing({}, [worker()], { version: '2.0.21-debian' }), seeing({}, [worker()], { version: '2.1' })],
  },
  {
    id: 'V11',
    trips: locked('gone', 'thunder'),
    says: 'lock "thunder" is held by pid 9, which is gone: reload the workers',
    fix: 'remove thunder-lock',
    quiet: [locked('ours', 'thunder'), atPeace],
  },
  {
    id: 'V12',
    trips: driven('listen-queue', 80, nowMs),
    says: '80 of 100 connections wait',
    quiet: [driven('listen-queue', 10, nowMs), atPeace],
  },
  {
    id: 'V13',
    trips: driven('harakiri', 2, nowMs),
    says: '2 kills in the last minute',
    quiet: [driven('crash', 2, nowMs), atPeace],
  },
  {
    id: 'V14',
    trips: withTotals({ requests: 2000, exceptions: 100 }),
    says: '5% of 2.0k requests ended in an exception',
    quiet: [
      withTotals({ requests: 2000, exceptions: 10 }),
      withTotals({ requests: 20, exceptions: 10 }),
      withTotals({ requests: undefined, exceptions: 100 }),
    ],
  },
  {
    id: 'V15',
    trips: driven('crash', 1, nowMs),
    says: 'worker 1',
    quiet: [driven('harakiri', 1, nowMs), atPeace],
  },
  {
    id: 'V16',
    trips: withTotals({ harakiriCount: 3 }),
    says: 'harakiri made 3 kills',
    quiet: [atPeace],
  },
  {
    id: 'V17',
    trips: seeing({}, [worker()], { sockets: [socket('[::1]:3031')] }),
    says: 'uWSGI 2.0.21 cannot see the queue of [::1]:3031',
    fix: 'upgrade to 2.0.24 or later',
    quiet: [
      seeing({}, [worker()], { sockets: [socket('[::1]:3031')], version: '2.0.24' }),
      seeing({}, [worker()], { sockets: [socket('127.0.0.1:3031', 0, 100)] }),
    ],
  },
  {
    id: 'V18',
    trips: driven('vassal', 1, nowMs),
    says: 'vassal a.ini is blacklisted',
    quiet: [driven('vassal', 0, nowMs)],
  },
  {
    id: 'V19',
    trips: emperor({ reason: 'it has no stats server' }),
    says: 'no stats are found for vassal shop.ini: it has no stats server',
    fix: 'stats = /run/uwsgi/%n.stats.sock',
    quiet: [emperor({ address: '/run/shop.sock' }), atPeace],
  },
  {
    id: 'V20',
    trips: plain(),
    says: "no worker has loaded wsgi-file = shop.py: uWSGI's log says why",
    facts: { application },
    quiet: [
      seeing({}, [worker({ apps: [{ mountpoint: '' }] }), worker()]),
      seeing({}, [worker({ accepting: 0 })]),
      seeing({}, [worker({ id: 0, pid: 0, status: 'cheap' })]),
      emperor({ address: '/run/shop.sock' }),
      createInstance(atPeace.target),
    ],
  },
];

describe.each(cases)('$id', ({ id, trips, says, fix, quiet, facts }) => {
  test('says what is wrong and what to do', () => {
    const [complaint, ...more] = complaints(id, trips, facts);
    expect(more).toEqual([]);
    expect(complaint?.message).toContain(says);
    expect(complaint?.fix).toBe(fix);
    expect(complaint?.message.length).toBeLessThanOrEqual(160);
  });

  test('is quiet where there is nothing, or nothing known', () => {
    for (const instance of quiet) expect(complaints(id, instance, facts)).toEqual([]);
  });
});

const examine = (facts: LiveFacts): string[] =>
  liveRules.flatMap((rule) => rule.observe(facts).map(({ message }) => `${rule.id} ${message}`));

test('each check has a case, an id and a name of its own', () => {
  expect(liveRules.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
  expect(new Set(liveRules.map(({ name }) => name)).size).toBe(liveRules.length);
});

test('an instance at peace has nothing to tell', () => {
  const document = workerDocument([
    worker({ requests: 10, delta_requests: 10, rss: 5_000_000, cores: [core()] }),
  ]);
  const instance = instanceAfter(observation(document, 0), observation(document, 1000));
  expect(examine({ instance, host: { somaxconn: 4096 } })).toEqual([]);
});

test('an application counts as missing only where one is known to be wanted', () => {
  expect(complaints('V20', plain(), { application: undefined })).toEqual([]);
});

test('one that has never answered has nothing to tell either', () => {
  const silent = createInstance(atPeace.target);
  expect(examine({ instance: silent, host: {} })).toEqual([]);
});

test('a check that echoes a rule about configurations names one that there is', () => {
  const echoed = liveRules.flatMap(({ echoes = [] }) => echoes);
  expect(echoed).toEqual(['L49', 'L73', 'L06', 'L15']);
  expect(configRules.map(({ id }) => id)).toEqual(expect.arrayContaining(echoed));
});
