/** The vassals of an emperor and the nodes of a router as the contract says them. */
import { displayText } from '../format/text';
import type { NodeState } from '../model/router';
import type { Seen } from '../model/seen';
import type { VassalState } from '../model/vassal';
import type { NodeReport, VassalReport } from './empire-contract';
import { orNull } from './or-null';

export const vassalReports = (seen: Seen | undefined): VassalReport[] | null =>
  seen?.sighting.snapshot.kind === 'emperor' ? seen.vassals.map(vassalReport) : null;

function vassalReport(vassal: VassalState): VassalReport {
  const { pid, throttleMs, stats } = vassal;
  return {
    id: vassal.id,
    pid: pid > 0 ? pid : null,
    state: vassal.state,
    served: orNull(vassal.hasServed),
    reinforces: orNull(vassal.reinforces),
    ageSeconds: orNull(vassal.ageSeconds),
    heartbeatSeconds: orNull(vassal.heartbeatSeconds),
    startSeconds: orNull(vassal.startSeconds),
    crashes: orNull(vassal.attempts),
    throttleSeconds: throttleMs === undefined ? null : throttleMs / 1000,
    retrySeconds: orNull(vassal.retrySeconds),
    respawns: vassal.respawns,
    onDemand: orNull(vassal.onDemand),
    uid: orNull(vassal.uid),
    gid: orNull(vassal.gid),
    stats: stats === undefined ? null : { address: shown(stats.address), reason: shown(stats.reason) },
  };
}

const shown = (said: string | undefined): string | null => (said === undefined ? null : displayText(said));

export const nodeReports = (seen: Seen | undefined): NodeReport[] | null =>
  seen?.router?.subscriptions?.flatMap(({ name, nodes }) => nodes.map((node) => nodeReport(name, node))) ??
  null;

const nodeReport = (subscription: string, node: NodeState): NodeReport => ({
  subscription,
  name: node.name,
  requests: orNull(node.requests),
  requestsPerSecond: orNull(node.requestsPerSecond),
  inFlight: orNull(node.inFlight),
  failures: orNull(node.failures),
  failuresRise: node.failuresRise,
  dying: node.isDying,
  load: orNull(node.load),
  weight: orNull(node.weight),
  cores: orNull(node.cores),
  announcedSeconds: orNull(node.announcedSeconds),
  txBytesPerSecond: orNull(node.txBytesPerSecond),
  rxBytesPerSecond: orNull(node.rxBytesPerSecond),
});
