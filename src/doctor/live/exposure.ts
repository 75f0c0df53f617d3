/** Who can read the stats of what runs, and with which rights it runs. */
import { excerpt } from '../../format/text';
import { numbers } from '../../model/describe-event';
import type { InstanceState } from '../../model/instance';
import { parseAddress } from '../../targets/address';
import type { LiveFacts } from '../live-facts';
import { onLoopback, placeInWords, type Reach, reachOf, reachOfHost } from '../../targets/reach';
import type { Complaint, LiveRule } from '../rule';

/** As configured where that is known; else the address by which it was just reached tells that it can be. */
function placesReachedFrom(instance: InstanceState, reach: Reach): readonly string[] {
  const stats = instance.limits?.limits.stats;
  if (stats?.state === 'set') return stats.value.filter((place) => reachOf(place) === reach);
  const address = parseAddress(instance.target.address);
  if (!address.ok || (address.value.kind !== 'tcp' && address.value.kind !== 'http')) return [];
  const { host, port } = address.value;
  return reachOfHost(host) === reach ? [`${host.includes(':') ? `[${host}]` : host}:${port}`] : [];
}

const statsOpenToAll: LiveRule = {
  id: 'V01',
  name: 'stats-open-to-all',
  severity: 'error',
  why: 'Stats ask for no password: whoever reaches the port reads the cookies and headers of requests in flight.',
  echoes: 'L49',
  observe: ({ instance }) =>
    placesReachedFrom(instance, 'public').map((place): Complaint => {
      const message = `the stats at ${excerpt(place)} answer anybody on ${placeInWords(place)}`;
      return { message, fix: `stats = ${onLoopback(place)}` };
    }),
};

const statsOpenToNetwork: LiveRule = {
  id: 'V02',
  name: 'stats-open-to-network',
  severity: 'warning',
  why: 'Stats ask for no password: everybody in that network reads the cookies and headers of requests in flight.',
  echoes: 'L73',
  observe: ({ instance }) =>
    placesReachedFrom(instance, 'private').map((place): Complaint => {
      const message = `the stats at ${excerpt(place)} answer anybody in their private network`;
      return { message, fix: `stats = ${onLoopback(place)}` };
    }),
};

const root = 0;

const workersOfRoot: LiveRule = {
  id: 'V07',
  name: 'workers-run-as-root',
  severity: 'warning',
  why: 'A hole in the application is then a hole in the machine.',
  observe: ({ instance: { seen }, owners }: LiveFacts) => {
    const found = (seen?.workers ?? []).filter(({ pid }) => pid > 0 && owners?.get(pid) === root);
    if (found.length === 0) return [];
    const who = numbers(found.map(({ number }) => number));
    const message = `${who} ${found.length === 1 ? 'runs' : 'run'} as root`;
    return [{ message, fix: 'uid = www-data' }];
  },
};

export const liveExposureRules: readonly LiveRule[] = [statsOpenToAll, statsOpenToNetwork, workersOfRoot];
