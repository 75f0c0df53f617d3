/** The printed documents against captures of real servers, key by key. */

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { fleetMembers, simulateDocument } from '../../src/demo/members';
import { demoDocument } from '../../src/demo/synthetic';
import type { Observation } from '../../src/model/observation';
import {
  type EmperorDocument,
  emperorDocumentSchema,
  routerDocumentSchema,
  workerDocumentSchema,
} from '../../src/stats/schema';
import { emperorObservation, instanceAfter } from '../support/documents';
import { keySequence, startMs, type PrintedMaster } from './support';

const captures = path.join(__dirname, '../fixtures/captures');
const captureKeys = (name: string): string[] =>
  keySequence(JSON.parse(readFileSync(path.join(captures, name), 'utf8')));
const moment = { seed: 7, fromMs: startMs, atMs: startMs };
/** Lock names and metric names differ from one configuration to another; everything else must not. */
const isFixed = (key: string): boolean => !/^\.(metrics\.|locks\[\]\.)/.test(key);
const isOfRequest = (key: string): boolean => key.endsWith('request_start');
const comparable = (keys: readonly string[]): string[] =>
  keys.filter((key) => isFixed(key) && !isOfRequest(key));

describe('the order of keys', () => {
  it.each([
    ['legacy', 'plain.t1.json'],
    ['api', 'threads.t0.json'],
    ['search', 'plain-2.1.json'],
    ['shop', 'kitchen.t0.json'],
    ['router', 'fastrouter.json'],
    ['emperor', 'emperor.t1.json'],
  ])('of %s is that of %s', (name, capture) => {
    const simulated = keySequence(JSON.parse(simulateDocument(name, moment)));
    // The one router that was captured with subscriptions calls itself a fastrouter.
    const captured = captureKeys(capture).map((key) => key.replace('.fastrouter', '.http'));
    expect(comparable(simulated)).toEqual(comparable(captured));
  });

  it('of the metrics is that of busyness.end.json', () => {
    const names = (text: string): string[] =>
      Object.keys((JSON.parse(text) as { metrics: object }).metrics).filter((name) =>
        /^(?!worker\.)|^worker\.[0-3]\./.test(name),
      );
    const captured = readFileSync(path.join(captures, 'busyness.end.json'), 'utf8');
    expect(names(simulateDocument('shop', moment))).toEqual(names(captured));
  });
});

describe('every member of the fleet', () => {
  it.each(fleetMembers.map((member) => member.name))('%s passes the schema of its kind', (name) => {
    const schema =
      { router: routerDocumentSchema, emperor: emperorDocumentSchema }[name] ?? workerDocumentSchema;
    expect(schema.safeParse(JSON.parse(simulateDocument(name, moment))).success).toBe(true);
  });

  it.each(fleetMembers.map((member) => member.name))('%s tells the same story twice', (name) => {
    const later = { ...moment, atMs: startMs + 50_250 };
    expect(simulateDocument(name, later)).toBe(simulateDocument(name, later));
    expect(simulateDocument(name, { ...later, seed: 8 })).not.toBe(simulateDocument(name, later));
  });

  it('is refused by a name that nobody bears', () => {
    expect(() => simulateDocument('shopping', moment)).toThrow(RangeError);
  });
});

describe('the emperor', () => {
  const statesAt = (second: number) => {
    const fleet = [second - 1, second].map((at) => {
      const atMs = startMs + at * 1000;
      const root: unknown = JSON.parse(simulateDocument('emperor', { ...moment, atMs }));
      const document = emperorDocumentSchema.parse(root);
      return { ...emperorObservation([], at * 1000), ...sightingOf(document) };
    });
    return instanceAfter(...fleet).seen?.vassals.map(({ state }) => state);
  };
  const sightingOf = (document: EmperorDocument): Pick<Observation, 'outcome'> => ({
    outcome: { ok: true, value: { snapshot: { kind: 'emperor', document }, repairs: 0, bytes: 1 } },
  });

  it('has vassals of all sorts in time', () => {
    const seen = new Set([2, 30, 45, 60].flatMap((second) => statesAt(second) ?? []));
    expect(seen).toEqual(new Set(['accepting', 'on demand', 'starting', 'blacklisted']));
  });
});

describe('the hostile client', () => {
  it('breaks the JSON of its instance while its request is held, as on a real server', () => {
    const document = simulateDocument('api', { ...moment, atMs: startMs + 23_500 });
    expect(document).toContain('\u001b]0;x\u0007');
    expect(() => JSON.parse(document) as unknown).toThrow(SyntaxError);
    const later = simulateDocument('api', { ...moment, atMs: startMs + 40_000 });
    expect(() => JSON.parse(later) as unknown).not.toThrow();
  });
});

describe('a synthetic snapshot', () => {
  const options = { workers: 6, cores: 5, inFlight: 11, seed: 3, atMs: startMs };
  const read = (atMs: number): PrintedMaster =>
    JSON.parse(demoDocument({ ...options, atMs })) as PrintedMaster;

  it('holds exactly the requests in flight that were asked for', () => {
    const cores = read(startMs).workers.flatMap((worker) => worker.cores);
    expect(cores.filter((core) => core.in_request === 1)).toHaveLength(11);
    expect(cores).toHaveLength(30);
  });

  it('goes on consistently at a later moment', () => {
    const before = read(startMs);
    const after = read(startMs + 60_000);
    after.workers.forEach((worker, index) => {
      const was = before.workers[index];
      expect(worker.pid).toBe(was?.pid);
      expect(worker.requests).toBeGreaterThan(was?.requests ?? Infinity);
      expect(worker.running_time).toBeGreaterThan(was?.running_time ?? Infinity);
      expect(worker.requests).toBe(worker.cores.reduce((sum, core) => sum + core.requests, 0));
    });
  });

  it('can be as large as the largest that was measured', () => {
    const text = demoDocument({
      ...options,
      workers: 16,
      cores: 100,
      inFlight: 900,
      headers: 16,
      headerBytes: 480,
    });
    expect(text.length).toBeGreaterThan(7_000_000);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('has the keys of a real one', () => {
    expect(comparable(keySequence(read(startMs)))).toEqual(comparable(captureKeys('plain.t1.json')));
  });
});
