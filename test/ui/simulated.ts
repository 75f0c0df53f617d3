/** The fleet of the demo, polled once a second without a socket: what it tells follows from the seed alone. */
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import { fleetMembers } from '../../src/demo/members';
import { limitsOf } from '../../src/limits/limits';
import type { Observation } from '../../src/model/observation';
import { epochMs } from '../support/documents';
import { decoded } from '../stats/captures';
import { label, lost } from './scenes';

export interface Simulated {
  readonly name: string;
  /** What it answers in that second after the epoch; an instance that is down refuses. */
  readonly observe: (second: number) => Observation;
}

/** Members of the demo's fleet, in the order of their names; all of them when none is named. */
export function simulate(names: readonly string[] = fleetMembers.map(({ name }) => name)): Simulated[] {
  return names.map((name) => {
    const member = fleetMembers.find((candidate) => candidate.name === name);
    if (member === undefined) throw new RangeError(`no demo instance is called ${name}`);
    const story = member.begin(1, epochMs);
    const { configuration } = member;
    const limits = configuration && { limits: limitsOf(configuration), notes: [] };
    const observe = (second: number): Observation => {
      const atMs = second * 1000;
      if (!story.isUp(epochMs + atMs)) return lost(name, atMs);
      const printed = story.document(epochMs + atMs);
      const { snapshot, repairs } = decoded(printed);
      const outcome = { ok: true, value: { snapshot, repairs, bytes: printed.length } } as const;
      return { targetId: name, wallMs: epochMs + atMs, monotonicMs: atMs, latencyMs: 1, outcome, limits };
    };
    return { name, observe };
  });
}

/** The same, but nobody answers any more after that second. */
export const cutOff = ({ name, observe }: Simulated, last: number): Simulated => ({
  name,
  observe: (second) => (second > last ? lost(name, second * 1000) : observe(second)),
});

/** What is known of them after so many seconds. */
export function situationAfter(
  seconds: number,
  members: readonly Simulated[],
  unasked: readonly string[] = [],
): Situation {
  let situation = createSituation([...members.map(({ name }) => name), ...unasked].map(label));
  for (let second = 1; second <= seconds; second++) {
    for (const { observe } of members) {
      situation = note(situation, observe(second), defaultSettings).situation;
    }
  }
  return situation;
}
