/** Instances of the simulated fleet, of which the leak is known, over twelve minutes of their own time. */
import { Buffer } from 'node:buffer';
import type { Advice } from '../../src/advisor/advice';
import { configurationOf } from '../../src/demo/configuration';
import { instanceDocument } from '../../src/demo/document';
import type { MasterProfile } from '../../src/demo/profile';
import { masterProfiles } from '../../src/demo/profiles';
import { advance, createInstance } from '../../src/demo/simulation';
import { limitsOf } from '../../src/limits/limits';
import type { Observation } from '../../src/model/observation';
import { decodeSnapshot } from '../../src/stats/decode';
import { adviceOn, lineOf } from '../support/advice';
import { epochMs, target } from '../support/documents';

const seconds = 720;

function observed(profile: MasterProfile): Observation[] {
  const instance = createInstance(profile, 3, epochMs);
  const limits = { limits: limitsOf(configurationOf(profile)), notes: [] };
  return Array.from({ length: seconds }, (_, second): Observation => {
    const monotonicMs = second * 1000 + 137;
    advance(instance, epochMs + monotonicMs);
    const bytes = Buffer.from(JSON.stringify(instanceDocument(instance)));
    const decoded = decodeSnapshot(bytes);
    if (!decoded.ok) throw new Error(decoded.failure.detail);
    return {
      targetId: target.id,
      wallMs: epochMs + monotonicMs,
      monotonicMs,
      latencyMs: 1,
      limits,
      outcome: { ok: true, value: { ...decoded.value, bytes: bytes.length } },
    };
  });
}

function adviceFor(name: string): { profile: MasterProfile; advice: Advice } {
  const profile = masterProfiles.find((one) => one.name === name);
  if (profile === undefined) throw new Error(`there is no ${name}`);
  return { profile, advice: adviceOn(observed(profile), { memoryBytes: 4 * 1024 ** 3 }) };
}

/** Megabytes as they are printed, in the sentence of max-requests. */
const leakIn = (advice: Advice): number => {
  const [, amount = '', unit] =
    /grows by ([\d.]+)([KM])/.exec(lineOf(advice, 'max-requests').evidence ?? '') ?? [];
  return Number(amount) * (unit === 'K' ? 1024 : 1024 ** 2);
};

test('an instance that kills and leaks, with its workers coming and going', () => {
  const { profile, advice } = adviceFor('shop');
  expect(advice.state).toBe('enough');
  expect(advice.caveats.join()).toMatch(/harakiri killed \d+ request/);
  const told = leakIn(advice) / (1000 * (profile.memory?.leakBytesPerRequest ?? 1));
  expect(told).toBeGreaterThan(0.9);
  expect(told).toBeLessThan(1.1);
  expect(lineOf(advice, 'cheaper').today).toBe(String(profile.cheaper?.minimum));
  expect(lineOf(advice, 'harakiri').doubt).toContain('that harakiri killed would have taken');
});

test('an instance that is full is known to be, and its leak is found in what its workers come to', () => {
  const { profile, advice } = adviceFor('legacy');
  expect(advice.load?.isLowerBound).toBe(true);
  const told = leakIn(advice) / (1000 * (profile.memory?.leakBytesPerRequest ?? 1));
  expect(told).toBeGreaterThan(0.9);
  expect(told).toBeLessThan(1.1);
  expect(Number(lineOf(advice, 'processes').value)).toBeGreaterThan(profile.processes);
});

test('an instance that is reloaded again and again is measured in between', () => {
  const { advice } = adviceFor('checkout');
  expect(advice.state).toBe('enough');
  expect(advice.caveats.join()).toMatch(
    /the master restarted or was reloaded: [1-9] intervals? could not be measured/,
  );
});
