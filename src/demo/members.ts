/** Who belongs to the demo's fleet, and how each is reached. */

import type { Transport } from './profile';
import { masterProfiles } from './profiles';
import { tellMaster, type Story } from './story';

export interface FleetMember {
  readonly name: string;
  readonly transport: Transport;
  /** Refuses connections at times. */
  readonly goesDown: boolean;
  /** Everything that the member will ever tell follows from these two numbers. */
  begin(seed: number, fromMs: number): Story;
}

export const fleetMembers: readonly FleetMember[] = [
  ...masterProfiles.map((profile): FleetMember => ({
    name: profile.name,
    transport: profile.transport,
    goesDown: profile.restart?.kind === 'outage',
    begin: (seed, fromMs) => tellMaster(profile, seed, fromMs),
  })),
];

/** One document of one member, told from `fromMs` to `atMs`: the pure way in for tests and measurements. */
export function simulateDocument(
  name: string,
  moment: { readonly seed: number; readonly fromMs: number; readonly atMs: number },
): string {
  const member = fleetMembers.find((candidate) => candidate.name === name);
  if (member === undefined) throw new RangeError(`no demo instance is called ${name}`);
  return member.begin(moment.seed, moment.fromMs).document(moment.atMs);
}
