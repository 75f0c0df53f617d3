/** What the doctor knows of the machine and the uWSGI that configurations are meant for. */
import type { HostLimits } from '../doctor/config-facts';
import { installedUwsgiVersion, readMachineLimits } from '../host/machine-limits';
import type { DoctorOptions } from './doctor-program';

export interface DoctorHost {
  readonly limits: HostLimits;
  /** Of `limits.uwsgiVersion`: '2.0.21, installed here'. */
  readonly versionLabel: string | undefined;
  /** It was said, so that what runs does not count. */
  readonly isVersionTold: boolean;
}

export async function readDoctorHost({ host, uwsgiVersion }: DoctorOptions): Promise<DoctorHost> {
  const machine = host ? readMachineLimits() : {};
  const installed = uwsgiVersion === undefined && host ? await installedUwsgiVersion() : undefined;
  const version = uwsgiVersion ?? installed;
  return {
    limits: { ...machine, uwsgiVersion: version, isVersionGuessed: installed !== undefined },
    versionLabel: installed === undefined ? version : `${installed}, installed here`,
    isVersionTold: uwsgiVersion !== undefined,
  };
}

/** For a master that tells its version itself, or lives in a network with a queue of its own. */
export function hostOfRunning(
  { limits, versionLabel, isVersionTold }: DoctorHost,
  running: { readonly version: string | undefined; readonly isOurNetwork: boolean },
): Pick<DoctorHost, 'limits' | 'versionLabel'> {
  const own = running.isOurNetwork ? limits : { ...limits, somaxconn: undefined };
  if (isVersionTold || running.version === undefined) return { limits: own, versionLabel };
  const known = { ...own, uwsgiVersion: running.version, isVersionGuessed: false };
  return { limits: known, versionLabel: `${running.version}, running` };
}
