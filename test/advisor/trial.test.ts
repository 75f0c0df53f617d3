import { type Trial, tryOut } from '../../src/advisor/trial';
import { trialLines, trialOf } from '../../src/advisor/trial-report';
import { adviseOn } from '../../src/advisor/advise';
import { unicodeGlyphs } from '../../src/format/glyphs';
import { collectedFrom, usualOrders } from '../support/advice';
import { knownLimits } from '../support/documents';
import { exponential, serveQueue } from '../support/queue';
import { observationsOf } from '../support/recorded-load';

const wish = { seed: 5, servers: 16, seconds: 900, rate: 20, service: exponential(0.3) };
const requests = serveQueue(wish);
const manyLimits = knownLimits({ processes: 40 });
const limits = knownLimits({ processes: 16 });
const known = collectedFrom(observationsOf(requests, { ...wish, change: () => ({ limits }) }));
const unknown = collectedFrom(observationsOf(requests, wish));

const tried = (text: string, collected = known) =>
  tryOut(collected, adviseOn(collected, usualOrders), text, usualOrders);

function trial(text: string): Trial {
  const result = tried(text);
  if (!result.ok) throw new Error(result.failure.sentences.join('; '));
  return result.value;
}

test('fewer processes make more requests wait, and more of them fewer', () => {
  const { comparison } = trial('processes=8');
  expect(comparison.today.peakWorkers).toBe(16);
  expect(comparison.proposal.peakWorkers).toBe(8);
  expect(comparison.proposal.waitingShare).toBeGreaterThan(comparison.today.waitingShare + 0.1);
});

test('what is advised keeps its target under the load that it was advised on', () => {
  const { text, comparison } = trial('advice');
  expect(text).toMatch(/^processes=\d+,/);
  expect(comparison.proposal.waitingShare).toBeLessThan(0.07);
});

test.each<[string, (second: number) => number]>([
  ['waves', (second) => 0.55 + 0.45 * Math.sin(second / 250)],
  ['peaks of two minutes', (second) => (second % 900 < 120 ? 1 : 0.15)],
  ['a rise for good', (second) => (second < 1200 ? 0.2 : 0.9)],
])('what is advised keeps the target with fewer workers under %s', (_, share) => {
  const varying = { ...wish, servers: 40, seconds: 2400, rate: (second: number) => 65 * share(second) };
  const collected = collectedFrom(
    observationsOf(serveQueue(varying), {
      ...varying,
      change: () => ({ limits: manyLimits }),
      sockets: (queue) => [{ name: ':3031', queue, max_queue: 100 }],
    }),
  );
  const result = tried('advice', collected);
  if (!result.ok) throw new Error(result.failure.sentences.join('; '));
  const { today, proposal } = result.value.comparison;
  expect(result.value.text).toContain('cheaper-busyness-max=');
  expect(proposal.waitingShare).toBeLessThan(0.05);
  expect(proposal.meanWorkers).toBeLessThan(0.75 * (today.meanWorkers ?? 0));
  expect(proposal.flips).toBeLessThanOrEqual(3);
});

test('the same wish brings the same figures', () => {
  expect(trial('processes=10')).toEqual(trial('processes=10'));
});

test.each([
  ['cheaper=20', 'cheaper 20 is not below processes 16 (as today): uWSGI does not start'],
  ['workres=3', 'workres is not one of the options that can be tried; did you mean workers?'],
  ['', 'nothing to try: write OPTION=NUMBER,…, as in processes=8,cheaper=2'],
])('%s is a mistake of who typed it', (text, sentence) => {
  const result = tried(text);
  expect(result.ok).toBe(false);
  if (result.ok) return;
  expect(result.failure.isWish).toBe(true);
  expect(result.failure.sentences[0]?.slice(0, 30)).toBe(sentence.slice(0, 30));
});

test('without the settings of today there is nothing to compare with, and why is said', () => {
  const result = tried('processes=8', unknown);
  expect(result).toMatchObject({ ok: false, failure: { isWish: false } });
  if (!result.ok) expect(result.failure.sentences.join(' ')).toContain('not known');
});

test('it is shown as a table and a chart, within its width, and in seconds to scripts', () => {
  const one = trial('processes=10');
  const lines = trialLines(one, { width: 70, glyphs: unicodeGlyphs });
  expect(lines.slice(0, 2)).toEqual(['TRIED', '  processes=10']);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(70);
  expect(trialOf(one).proposal.meanWaitSeconds).toBeCloseTo(one.comparison.proposal.meanWaitMs / 1000, 9);
});

test('more processes than can be simulated are refused, tried or of today', () => {
  const sentences = ['processes 2000000000: no more than 10000 are simulated'];
  expect(tried('processes=2000000000')).toEqual({ ok: false, failure: { isWish: true, sentences } });
  const mad = { ...known, limits: knownLimits({ processes: 2e9 }) };
  expect(tried('threads=2', mad)).toEqual({ ok: false, failure: { isWish: false, sentences } });
});
