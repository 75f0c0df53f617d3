/** Who belongs to the demo's fleet, and how each is reached. */

import type { Configuration } from '../limits/configuration';
import { configurationOf } from './configuration';
import { emperorDocument } from './emperor';
import type { PrintOptions } from './print';
import type { Transport } from './profile';
import { masterProfiles } from './profiles';
import { routerDocument } from './router';
import { tellMaster, tellMoments, type Story } from './story';

export interface FleetMember {
  readonly name: string;
  /** In the whole fleet; few members need none. */
  readonly group: string;
  readonly transport: Transport;
  /** Refuses connections at times. */
  readonly goesDown: boolean;
  /** Of the masters. */
  readonly configuration?: Configuration;
  /** Everything that the member will ever tell follows from these two numbers. */
  begin(seed: number, fromMs: number): Story;
}

const office: ReadonlySet<string> = new Set(['batch', 'legacy', 'ledger']);

export const fleetMembers: readonly FleetMember[] = [
  ...masterProfiles.map((profile): FleetMember => ({
    name: profile.name,
    group: office.has(profile.name) ? 'office' : 'web',
    transport: profile.transport,
    goesDown: profile.restart?.kind === 'outage',
    configuration: configurationOf(profile),
    begin: (seed, fromMs) => tellMaster(profile, seed, fromMs),
  })),
  {
    name: 'router',
    group: 'infra',
    transport: 'tcp',
    goesDown: false,
    begin: (seed, originMs) => tellMoments((atMs) => routerDocument({ seed, originMs, atMs })),
  },
  {
    name: 'emperor',
    group: 'infra',
    transport: 'unix',
    goesDown: false,
    begin: (seed, originMs) => tellMoments((atMs) => emperorDocument({ seed, originMs, atMs })),
  },
];

/** One document of one member, told from `fromMs` to `atMs`: the pure way in for tests and measurements. */
export function simulateDocument(
  name: string,
  moment: { readonly seed: number; readonly fromMs: number; readonly atMs: number },
  options?: PrintOptions,
): string {
  const member = fleetMembers.find((candidate) => candidate.name === name);
  if (member === undefined) throw new RangeError(`no demo instance is called ${name}`);
  return member.begin(moment.seed, moment.fromMs).document(moment.atMs, options);
}
