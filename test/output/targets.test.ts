import { limitsOf } from '../../src/limits/limits';
import { readConfiguration } from '../../src/limits/read-configuration';
import { createFleet, observe } from '../../src/model/fleet';
import type { HostFacts } from '../../src/model/host-facts';
import type { InstanceState } from '../../src/model/instance';
import type { KnownLimits } from '../../src/model/observation';
import { targetsReport, targetsText } from '../../src/output/targets';
import { memorySource } from '../limits/memory-source';
import {
  emperorObservation,
  failedObservation,
  observation,
  target,
  vassal,
  worker,
  workerDocument,
} from '../support/documents';

function instanceAfter(seen: Parameters<typeof observe>[1]): InstanceState {
  const instance = observe(createFleet([target]), seen).instances.get(target.id);
  if (instance === undefined) throw new Error('the instance is gone');
  return instance;
}

const up = instanceAfter(observation(workerDocument([worker()]), 0));

interface Change {
  readonly instance?: InstanceState;
  readonly limits?: KnownLimits['limits'];
  readonly notes?: KnownLimits['notes'];
  readonly host?: HostFacts;
}

function inspected({ instance = up, notes = [], host, ...change }: Change = {}): InstanceState {
  const start = { files: ['/srv/app.ini'], startDirectory: '/srv' };
  const configuration = readConfiguration(
    start,
    memorySource({ '/srv/app.ini': '[uwsgi]\nharakiri = 60\n' }),
  );
  const limits = change.limits ?? limitsOf(configuration);
  return {
    ...instance,
    ...(instance.seen && { seen: { ...instance.seen, host }, limits: { limits, notes } }),
  };
}

test('a limit comes with its value and where it is from, the others with why there is none', () => {
  const text = targetsText([inspected()], 100);
  expect(text).toContain('shop (127.0.0.1:1717): uWSGI 2.0.21, pid 99, 1 worker\n');
  expect(text).toContain('  limit     harakiri 60 s, from /srv/app.ini line 2\n');
  expect(text).toMatch(/ {2}not set {3}max-requests, .*/);
  expect(text.replace(/\s+/g, ' ')).toContain('procname-prefix: not set in /srv/app.ini');
});

test('without a configuration every limit is unknown, none is a default in disguise', () => {
  const text = targetsText([inspected({ limits: limitsOf([]), notes: ['app.ini: permission denied'] })], 100);
  expect(text).toMatch(/ {2}unknown {3}all limits: no configuration of this instance is known; state/);
  expect(text).not.toMatch(/ {2}limit {2}| {2}not set/);
  expect(text).toContain('  note      app.ini: permission denied\n');
});

test('lines keep to the width that was asked for', () => {
  for (const width of [60, 80, 160]) {
    for (const line of targetsText([inspected()], width).split('\n'))
      expect(line.length).toBeLessThanOrEqual(width);
  }
});

test('a target that does not answer has its sentence and nothing else', () => {
  const text = targetsText([inspected({ instance: instanceAfter(failedObservation(0)) })], 200);
  expect(text).toBe(
    'shop (127.0.0.1:1717): connection refused; is uWSGI running, and is this its stats address?\n',
  );
});

test('what the machine tells stands with its source', () => {
  const text = targetsText(
    [
      inspected({
        host: {
          local: true,
          readAtMs: 0,
          processes: { 99: { rssBytes: 1024 ** 2 }, 100: { rssBytes: 2 * 1024 ** 2, pssBytes: 1024 ** 2 } },
          queues: [
            { socket: '/run/app.sock', length: 3, source: '/proc/net/unix' },
            { socket: '@app', reason: 'two listeners have this name' },
          ],
          memory: {
            source: 'cgroup v2',
            totalBytes: 1024 ** 3,
            availableBytes: 512 * 1024 ** 2,
            usedBytes: 512 * 1024 ** 2,
          },
        },
      }),
    ],
    100,
  );
  expect(text).toContain('  memory    512M of 1.0G available (cgroup v2)\n');
  expect(text).toContain('  rss       3.0M in 2 processes (/proc), pss 1.0M\n');
  expect(text).toContain('  queue     /run/app.sock: 3 waiting (/proc/net/unix)\n');
  expect(text).toContain('  queue     @app: two listeners have this name\n');
});

test('foreign text cannot leave its line', () => {
  const text = targetsText([inspected({ notes: ['a\u001b]0;x\u0007\nb'] })], 100);
  expect(text.split('').filter((character) => character < ' ' && character !== '\n')).toEqual([]);
});

test('the JSON has a value or a reason for every limit', () => {
  const report = JSON.parse(JSON.stringify(targetsReport([inspected()]))) as {
    targets: {
      limits: Record<string, { state: string; value: unknown; source?: string; reason?: string }>;
    }[];
  };
  const limits = report.targets[0]?.limits ?? {};
  expect(limits['harakiriSeconds']).toEqual({
    state: 'set',
    value: 60,
    source: 'harakiri 60 s, from /srv/app.ini line 2',
  });
  for (const limit of Object.values(limits)) {
    if (limit.state === 'set') expect(limit.source).toBeTruthy();
    else expect([limit.value, typeof limit.reason]).toEqual([null, 'string']);
  }
});

test('an emperor has a line for each vassal, and a vassal says whose it is', () => {
  const emperor = instanceAfter({
    ...emperorObservation([vassal('shop.ini'), vassal('crash.ini')], 0),
    targetId: target.id,
    vassalStats: {
      'shop.ini': { address: '/run/shop.stats' },
      'crash.ini': { reason: 'no stats option in /etc/crash.ini' },
    },
  });
  const text = targetsText([emperor], 100);
  expect(text).toContain('  vassal    shop.ini: /run/shop.stats\n');
  expect(text).toContain('  vassal    crash.ini: no stats option in /etc/crash.ini\n');
  expect(targetsReport([emperor])).toMatchObject({
    targets: [{ group: null, vassals: { 'shop.ini': { address: '/run/shop.stats' } } }],
  });
  const ofEmpire = { ...inspected(), target: { ...target, group: 'empire' } };
  expect(targetsText([ofEmpire], 100)).toContain('pid 99, 1 worker, of empire\n');
  expect(targetsReport([ofEmpire])).toMatchObject({ targets: [{ group: 'empire', vassals: null }] });
});
