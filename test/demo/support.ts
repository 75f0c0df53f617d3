/** What the demo's tests share: the shape that they read back, and a moment to start from. */

import { instanceDocument } from '../../src/demo/document';
import { masterProfiles } from '../../src/demo/profiles';
import type { MasterProfile } from '../../src/demo/profile';
import type { Instance } from '../../src/demo/simulation-state';

/** Not a round second: whole seconds must come from rounding, not from luck. */
export const startMs = 1_795_236_517_391;

export interface PrintedCore {
  readonly id: number;
  readonly requests: number;
  readonly static_requests: number;
  readonly in_request: number;
  readonly vars: readonly string[];
  readonly req_info: { readonly request_start?: number };
}

export interface PrintedWorker {
  readonly id: number;
  readonly pid: number;
  readonly accepting: number;
  readonly requests: number;
  readonly delta_requests: number;
  readonly exceptions: number;
  readonly harakiri_count: number;
  readonly status: string;
  readonly rss: number;
  readonly running_time: number;
  readonly last_spawn: number;
  readonly respawn_count: number;
  readonly tx: number;
  readonly avg_rt: number;
  readonly apps: readonly { readonly requests: number; readonly exceptions: number }[];
  readonly cores: readonly PrintedCore[];
}

export interface PrintedMaster {
  readonly pid: number;
  readonly listen_queue: number;
  readonly workers: readonly PrintedWorker[];
}

/** Without the sections beside the workers: they take no part in the simulation, and a thousand looks take time. */
export function documentOf(instance: Instance): PrintedMaster {
  const profile: Partial<MasterProfile> = { ...instance.profile };
  Reflect.deleteProperty(profile, 'extras');
  return instanceDocument({ ...instance, profile: profile as MasterProfile }) as unknown as PrintedMaster;
}

export function profileNamed(name: string): MasterProfile {
  const profile = masterProfiles.find((candidate) => candidate.name === name);
  if (profile === undefined) throw new Error(`no profile ${name}`);
  return profile;
}

/** All keys in the order in which they are printed, with their depth: what a document looks like without its values. */
export function keySequence(value: unknown, place = ''): string[] {
  if (Array.isArray(value)) return keySequence(value[0], `${place}[]`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${place}.${key}`,
    ...keySequence(inner, `${place}.${key}`),
  ]);
}
