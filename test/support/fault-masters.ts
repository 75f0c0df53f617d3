/** Real masters that are stopped, killed, reloaded and started again with other workers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isUp, type IsWell } from './fault-fleet';
import type { FaultyTarget } from './fault-targets';
import { readTable } from './screen';
import { readStats } from './stats';
import type { RunningUwsgi } from './uwsgi';
import type { UwsgiRequest } from './uwsgi-options';

export interface FaultyMaster extends FaultyTarget {
  /** Told by an event, for it answers again before anybody could read more. */
  readonly isEvent?: boolean;
  /** Of the fleet, or of the list of events. */
  readonly isWell: IsWell;
}

type StartUwsgi = (request: UwsgiRequest) => Promise<RunningUwsgi>;
type Kind = Omit<FaultyMaster, 'address' | 'begin' | 'end'>;

const processes = 2;

const kinds: Readonly<Record<'stopped' | 'killed' | 'resized' | 'graceful' | 'brutal', Kind>> = {
  stopped: {
    name: 'stopped',
    fault: 'master stopped',
    says: /not a byte came.*may be stopped/,
    isWell: isUp,
  },
  killed: {
    name: 'killed',
    fault: 'master killed',
    says: /connection refused.*is uWSGI running/,
    isWell: isUp,
  },
  resized: {
    name: 'resized',
    fault: 'restarted with other worker counts',
    says: /connection refused.*is uWSGI running/,
    isWell: (screen, name) =>
      isUp(screen, name) &&
      readTable(screen).rows.some((row) => row.cell('INSTANCE') === name && / 0\/5 /.test(row.line)),
  },
  graceful: {
    name: 'graceful',
    fault: 'reloaded gracefully',
    says: /reloaded: all counters began anew/,
    isEvent: true,
    isWell: (screen) => /graceful +reloaded: all counters began anew/.test(screen),
  },
  brutal: {
    name: 'brutal',
    fault: 'reloaded brutally',
    says: /reloaded: all counters began anew/,
    isEvent: true,
    isWell: (screen) => /brutal +reloaded: all counters began anew/.test(screen),
  },
};

export async function faultyMasters(start: StartUwsgi): Promise<FaultyMaster[]> {
  const request = (name: string): UwsgiRequest => ({ options: { processes }, name });
  const [stopped, killed, resized, graceful, brutal] = await Promise.all([
    start(request('stopped')),
    start(request('killed')),
    start(request('resized')),
    start(request('graceful')),
    start(request('brutal')),
  ]);
  return [
    {
      ...{ ...kinds.stopped, address: stopped.statsAddress },
      begin: () => stopped.signal('SIGSTOP'),
      end: () => stopped.signal('SIGCONT'),
    },
    restarted(start, kinds.killed, killed, processes),
    restarted(start, kinds.resized, resized, 5),
    reloaded(kinds.graceful, graceful, 'SIGHUP'),
    reloaded(kinds.brutal, brutal, 'SIGTERM'),
  ];
}

function restarted(start: StartUwsgi, kind: Kind, uwsgi: RunningUwsgi, count: number): FaultyMaster {
  const { statsAddress } = uwsgi;
  return {
    ...{ ...kind, address: statsAddress },
    begin: () => {
      uwsgi.signal('SIGKILL');
      return uwsgi.stop();
    },
    end: async () => {
      await start({ options: { processes: count }, name: kind.name, statsAddress });
    },
  };
}

/** The fault ends by itself: `end` waits for it. */
function reloaded(kind: Kind, uwsgi: RunningUwsgi, signal: NodeJS.Signals): FaultyMaster {
  let before = '';
  return {
    ...{ ...kind, address: uwsgi.statsAddress },
    begin: async () => {
      before = await pidsOf(uwsgi);
      uwsgi.signal(signal);
    },
    end: async () => {
      for (let turn = 0; turn < 200; turn += 1) {
        const now = await pidsOf(uwsgi).catch(() => before);
        if (now !== before && !now.split(' ').includes('0')) return;
        await sleep(20);
      }
      throw new Error(`no reload came of ${signal}:\n${uwsgi.log()}`);
    },
  };
}

const pidsOf = async ({ statsAddress }: RunningUwsgi): Promise<string> =>
  (await readStats(statsAddress)).workers.map(({ pid }) => pid).join(' ');
