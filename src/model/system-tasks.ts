/** Crons, daemons and legions as rows. */
import { describeCron } from '../format/cron';
import type { WorkerDocument } from '../stats/schema';
import { rowText } from './system-text';

export interface CronRow {
  readonly schedule: string;
  readonly command: string;
  readonly pid?: number | undefined;
  /** Absent while it does not run. */
  readonly runningSeconds?: number | undefined;
}

export interface DaemonRow {
  readonly command: string;
  readonly pid?: number | undefined;
}

export interface LegionRow {
  readonly name: string;
  readonly address: string;
  readonly isLord: boolean;
  /** Since it has been, as long as it is. */
  readonly lordSeconds?: number | undefined;
  readonly valor?: number | undefined;
  readonly quorum?: number | undefined;
  /** Nodes that it has heard from, of those that it was told of. */
  readonly members: number;
  readonly nodes: number;
}

/** @param targetSeconds the time on the target's clock */
export function cronRows({ crons = [] }: WorkerDocument, targetSeconds: number): CronRow[] {
  return crons.map((cron): CronRow => {
    const runs = (cron.pid ?? -1) > 0 && (cron.started_at ?? 0) > 0;
    return {
      schedule: describeCron(cron),
      command: rowText(cron.command),
      pid: runs ? cron.pid : undefined,
      runningSeconds: runs ? Math.max(0, targetSeconds - (cron.started_at ?? 0)) : undefined,
    };
  });
}

/** Their respawns stay 0 in uWSGI's stats whatever happens: a pid that changes tells. */
export const daemonRows = ({ daemons = [] }: WorkerDocument): DaemonRow[] =>
  daemons.map(({ cmd, pid }) => ({ command: rowText(cmd), pid }));

/** @param targetSeconds the time on the target's clock */
export function legionRows({ legions = [] }: WorkerDocument, targetSeconds: number): LegionRow[] {
  return legions.map((legion): LegionRow => {
    const since = legion.i_am_the_lord ?? 0;
    return {
      name: rowText(legion.legion),
      address: rowText(legion.addr),
      isLord: since > 0,
      lordSeconds: since > 0 ? Math.max(0, targetSeconds - since) : undefined,
      valor: legion.valor,
      quorum: legion.quorum,
      members: legion.members?.length ?? 0,
      nodes: legion.nodes?.length ?? 0,
    };
  });
}
