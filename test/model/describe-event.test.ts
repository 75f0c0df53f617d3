import { describeEvent, numbers } from '../../src/model/describe-event';
import type { EventDetail } from '../../src/model/events';

test.each<[EventDetail, string]>([
  [
    { kind: 'node-new', node: '10.0.0.1:80', subscription: 'shop' },
    'node 10.0.0.1:80 of shop announced itself',
  ],
  [{ kind: 'node-gone', node: '10.0.0.1:80', subscription: 'shop' }, 'node 10.0.0.1:80 of shop was dropped'],
  [
    { kind: 'node-fails', node: '10.0.0.1:80', subscription: 'shop' },
    'node 10.0.0.1:80 of shop does not take its requests',
  ],
  [{ kind: 'reload' }, 'reloaded: all counters began anew, the master kept its pid'],
  [{ kind: 'workers-reload', workers: [1, 2, 4] }, 'a reload of the workers replaced workers 1-2, 4'],
  [{ kind: 'master-restart', pid: 8, previousPid: 7 }, 'master restarted: pid 7 is now 8'],
  [
    { kind: 'master-restart', pid: 8, previousPid: 7, moved: { from: '/srv/a', to: '/srv/b' } },
    'master restarted: pid 7 is now 8, in /srv/b instead of /srv/a',
  ],
  [
    { kind: 'target-changed', from: 'worker', to: 'emperor' },
    'another kind of instance answers here now: emperor instead of worker',
  ],
  [{ kind: 'lost', message: 'connection refused' }, 'lost: connection refused'],
  [{ kind: 'back', awaySeconds: 74.6 }, 'answers again after 1m15'],
  [
    { kind: 'respawn', worker: 3, pid: 9, previousPid: 8, times: 1, cause: { by: 'crash' } },
    'worker 3 ended: crash or out of memory, pid 8 is now 9',
  ],
  [
    { kind: 'respawn', worker: 3, pid: 8, previousPid: 8, times: 1, cause: { by: 'harakiri', kills: 1 } },
    'worker 3 killed by harakiri, pid 8',
  ],
  [
    { kind: 'respawn', worker: 3, pid: 9, previousPid: 5, times: 4, cause: { by: 'crash' } },
    'worker 3 ended 4 times: crash or out of memory, pid 5 is now 9',
  ],
  [
    {
      ...{ kind: 'respawn', worker: 3, pid: 9, previousPid: 5, times: 2 },
      cause: { by: 'harakiri', kills: 2, victim: { ageSeconds: 61.5, method: 'GET', uri: '/a' } },
    },
    'worker 3 killed 2 times by harakiri in GET /a, last seen at 61 s, pid 5 is now 9',
  ],
  [
    {
      ...{ kind: 'respawn', worker: 3, pid: 9, previousPid: 5, times: 12 },
      cause: { by: 'max-requests', requests: 5012, threshold: 5000 },
    },
    'worker 3 recycled 12 times by max-requests: 5.0k of 5.0k requests, pid 5 is now 9',
  ],
  [
    {
      ...{ kind: 'respawn', worker: 3, pid: 9, previousPid: 5, times: 2 },
      cause: { by: 'unknown', reason: 'nobody knows' },
    },
    'worker 3 ended 2 times: nobody knows, pid 5 is now 9',
  ],
  [{ kind: 'scale-up', workers: [5] }, 'scaled up by 1: worker 5 started'],
  [{ kind: 'scale-up', workers: [5, 6] }, 'scaled up by 2: workers 5-6 started'],
  [{ kind: 'scale-down', workers: [7] }, 'scaled down by 1: worker 7 goes cheap'],
  [{ kind: 'scale-down', workers: [7, 9] }, 'scaled down by 2: workers 7, 9 go cheap'],
  [{ kind: 'exceptions', count: 12, seconds: 59.7 }, '12 exceptions in 60 s'],
  [
    { kind: 'zombie-idle', worker: 2, pid: 9, seconds: 11 },
    'worker 2 (pid 9) takes no request since 11s, while others work and requests wait',
  ],
  [
    { kind: 'dead-lock', lock: 'user 0', pid: 9, gone: true },
    'lock "user 0" is held by pid 9, which is gone',
  ],
  [
    { kind: 'dead-lock', lock: 'user 0', pid: 9, gone: false },
    'lock "user 0" is held by pid 9, none of the workers',
  ],
  [{ kind: 'vassal-new', vassal: 'a.ini' }, 'vassal a.ini was added'],
  [{ kind: 'vassal-gone', vassal: 'a.ini' }, 'vassal a.ini was removed'],
  [{ kind: 'vassal-serves', vassal: 'a.ini' }, 'vassal a.ini is up'],
  [{ kind: 'vassal-cursed', vassal: 'a.ini' }, 'vassal a.ini died'],
  [{ kind: 'vassal-cursed', vassal: 'a.ini', attempts: 3 }, 'vassal a.ini died, 3 attempts so far'],
])('%j', (event, sentence) => {
  expect(describeEvent(event)).toBe(sentence);
});

test.each<[readonly number[], string]>([
  [[3], 'worker 3'],
  [[1, 2, 3], 'workers 1-3'],
  [[1, 3, 4, 9], 'workers 1, 3-4, 9'],
  [[1, 3, 5, 7, 9, 11, 13, 15, 17], 'workers 1, 3, 5, 7, 9, 11, 13, 15 …'],
])('workers %j are %s', (workers, text) => {
  expect(numbers(workers)).toBe(text);
});
