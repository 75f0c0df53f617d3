/** A fleet in which one and the same text stands wherever uWSGI, its machine or a client may put one. */
import { statedConfiguration } from '../../src/limits/configuration';
import { limitsOf } from '../../src/limits/limits';
import type { HostFacts } from '../../src/model/host-facts';
import type { KnownLimits, Observation } from '../../src/model/observation';
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import { busyCore, core, localFacts, worker, workerDocument } from '../support/documents';
import { decoded } from '../stats/captures';
import { lost, sighted } from './scenes';

/** Printed and read again, as all that comes from outside. */
const read = (document: object) => decoded(JSON.stringify(document)).snapshot;

function master(text: string, moment: number) {
  const vars = [
    `REQUEST_METHOD=${text}`,
    `REQUEST_URI=/${text}`,
    `HTTP_HOST=${text}`,
    `HTTP_${text}=${text}`,
    text,
    '',
  ];
  const cores = [busyCore(-200, { vars }), core({ id: 1, requests: moment }), busyCore(-70, { id: 2, vars })];
  const killed = moment > 1 ? 1 : 0;
  const workers = [
    worker({ pid: 101, requests: moment * 10, cores, rss: 2 ** 24 }),
    {
      ...worker({ pid: 102 + killed, respawn_count: 1 + killed, harakiri_count: killed }),
      ...(killed === 0 && { cores }),
    },
    worker({ pid: 104, status: text }),
    worker({ id: 0, pid: 0, status: 'cheap', last_spawn: 0, respawn_count: 0 }),
  ];
  const apps = [{ id: 0, mountpoint: text, chdir: text, requests: 1, exceptions: 0 }];
  return workerDocument(
    workers.map((raw) => ({ ...raw, apps })),
    {
      version: text,
      cwd: text,
      sockets: [
        { name: text, proto: text, queue: 90, max_queue: 100 },
        { name: `unix${text}`, proto: 'uwsgi', queue: 0, max_queue: 0 },
      ],
      caches: [{ name: text, hash: text, items: 5, max_items: 10, hits: moment, miss: 3, full: moment }],
      spoolers: [{ dir: text, pid: 7, tasks: moment, respawns: 0, running: 1 }],
      crons: [{ minute: -1, hour: -1, day: -1, month: -1, week: -1, command: text, legion: text, pid: -1 }],
      daemons: [{ cmd: text, pid: 9, respawns: moment }],
      locks: [{ [text]: 4711 }, { [`${text} 2`]: 101 }, { [`free ${text}`]: 0 }],
      metrics: { [text]: { type: 0, value: moment }, [`worker.1.${text}`]: { type: 1, value: 2 } },
    },
  );
}

function machine(text: string): HostFacts {
  const labelled = { label: text, rssBytes: 2 ** 24, reason: text };
  return localFacts({
    processes: { 99: labelled, 101: labelled, 102: labelled, 103: labelled, 104: labelled },
    queues: [{ socket: text }, { socket: `unix${text}`, reason: text }],
    spoolers: [{ dir: text, reason: text }],
    memory: { reason: text },
  });
}

function limitsFrom(text: string): KnownLimits {
  const origin = { kind: 'file', file: text, line: 7 } as const;
  const options = [
    { name: 'harakiri', value: '210', origin },
    { name: 'max-requests', value: '500', origin },
    { name: 'listen', value: text, origin },
  ];
  return { limits: limitsOf({ ...statedConfiguration(text, options), isWhole: true }), notes: [text] };
}

const emperor = (text: string, attempt: number) => ({
  version: text,
  pid: 77,
  cwd: text,
  emperor: [text],
  vassals: [
    { id: text, pid: 700, ready: 1, accepting: 1, loyal: 1, cursed: 0, on_demand: text, monitor: text },
    { id: `${text} 2`, pid: 701, ready: 0, accepting: 0, loyal: 0, cursed: 5, on_demand: '' },
  ],
  blacklist: [{ id: `${text} 2`, throttle_level: 3000, attempt, first_attempt: 1, last_attempt: attempt }],
});

const router = (text: string) => ({
  version: text,
  pid: 78,
  cwd: text,
  fastrouter: [text],
  active_sessions: 1,
  subscriptions: [{ key: text, hits: 3, nodes: [{ name: text, requests: 2, ref: 1, failcnt: 0 }] }],
});

/** In this order on the Fleet screen; the first ends in silence. */
export function hostileSituation(text: string): Situation {
  const names = ['master', 'fresh', 'emperor', 'router', 'gone'];
  const targets = names.map((id) => ({ id, name: `${text}${id}`, address: text }));
  const limits = limitsFrom(text);
  const host = machine(text);
  const failure = { code: 'refused', detail: text } as const;
  const told = (name: string, document: object, second: number): Observation => ({
    ...sighted(name, read(document), second * 1000),
    host,
    limits,
  });
  const hinted = told('fresh', master(text, 0), 0);
  const observations: Observation[] = [
    ...[0, 1, 2].map((second) => told('master', master(text, second), second)),
    {
      ...hinted,
      outcome: hinted.outcome.ok
        ? { ok: true, value: { ...hinted.outcome.value, hint: text } }
        : hinted.outcome,
    },
    ...[0, 1].map((second) => told('emperor', emperor(text, second + 2), second)),
    told('router', router(text), 0),
    { ...lost('gone', 0), outcome: { ok: false, failure } },
    { ...lost('master', 3000), outcome: { ok: false, failure } },
  ];
  return observations.reduce(
    (known, observation) => note(known, observation, defaultSettings).situation,
    createSituation(targets),
  );
}
