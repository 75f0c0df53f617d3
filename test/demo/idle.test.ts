/** Nothing happens in an idle fleet, and nobody is called: an hour of every simulated master without a visitor. */
import { alertsIn } from '../../src/alerts/book';
import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import { configurationOf } from '../../src/demo/configuration';
import { masterProfiles } from '../../src/demo/profiles';
import type { MasterProfile } from '../../src/demo/profile';
import { tellMaster } from '../../src/demo/story';
import { limitsOf } from '../../src/limits/limits';
import { decodeSnapshot } from '../../src/stats/decode';
import { epochMs } from '../support/documents';

const hourSeconds = 3600;
const stepSeconds = 4;
/** A visitor in thirty years. */
const nobody = 1e-9;

/** The same master with nobody there: no requests, no misfortunes, no restarts. */
function idle(profile: MasterProfile): MasterProfile {
  const calm = { ...profile, load: { ...profile.load, arrivalsPerSecond: nobody }, incidents: [] };
  Reflect.deleteProperty(calm, 'restart');
  return calm;
}

test.each(masterProfiles.map((profile) => [profile.name, profile] as const))(
  'an idle hour of %s raises no alert',
  (name, profile) => {
    const story = tellMaster(idle(profile), 1, epochMs);
    const limits = { limits: limitsOf(configurationOf(profile)), notes: [] };
    let situation = createSituation([{ id: name, name, address: name }]);
    const raised: string[] = [];
    for (let second = 0; second <= hourSeconds; second += stepSeconds) {
      const decoded = decodeSnapshot(new TextEncoder().encode(story.document(epochMs + second * 1000)));
      if (!decoded.ok) throw new Error(decoded.failure.code);
      const { snapshot, repairs } = decoded.value;
      const noted = note(
        situation,
        {
          targetId: name,
          wallMs: epochMs + second * 1000,
          monotonicMs: second * 1000,
          latencyMs: 1,
          outcome: { ok: true, value: { snapshot, repairs, bytes: 1 } },
          ...(second === 0 && { limits }),
        },
        defaultSettings,
      );
      situation = noted.situation;
      raised.push(...noted.changes.map(({ change, alert }) => `${second} s ${change} ${alert.message}`));
    }
    expect(raised).toEqual([]);
    expect(alertsIn(situation.alerts)).toEqual([]);
    // It was an hour of something: the workers are there, and have done nothing.
    const { seen, events } = situation.fleet.instances.get(name) ?? {};
    expect(seen?.totals?.active).toBeGreaterThan(0);
    expect(seen?.totals?.requestsPerSecond).toBe(0);
    expect(events?.filter(({ kind }) => kind === 'respawn')).toEqual([]);
  },
);
