/** What runs beside the workers. */
import { count, duration, rate } from '../format/quantity';
import type { CronRow, DaemonRow, LegionRow } from '../model/system-tasks';
import type { SpoolerRow } from '../model/system-traffic';
import { columnsOf, processCell } from './fields';

export const spoolerColumns = columnsOf<SpoolerRow>([
  {
    id: 'spooler',
    title: 'SPOOLER',
    width: 24,
    grows: true,
    keepsEnd: true,
    align: 'left',
    cell: ({ dir }) => ({ text: dir, tone: 'strong' }),
    help: 'folder of a spooler (source: spoolers[].dir)',
  },
  {
    id: 'running',
    title: 'STATE',
    width: 6,
    align: 'left',
    cell: ({ isRunning }) => (isRunning ? { text: 'busy', tone: 'busy' } : { text: 'idle' }),
    help: 'busy while it works on a task (source: running)',
  },
  {
    id: 'pending',
    title: 'PENDING',
    width: 8,
    cell: ({ pending, reason }) => ({
      text: pending === undefined ? '-' : `${reason === undefined ? '' : '>'}${count(pending)}`,
    }),
    help: 'task files in the folder, counted on this machine only',
  },
  {
    id: 'tasksPerSecond',
    title: 'TASKS/S',
    width: 8,
    cell: ({ tasksPerSecond }) => ({ text: rate(tasksPerSecond) }),
    help: 'tasks done per second over the last interval',
  },
  {
    id: 'tasks',
    title: 'TASKS',
    width: 7,
    cell: ({ tasks }) => ({ text: count(tasks) }),
    help: 'tasks done since the start (source: tasks)',
  },
  {
    id: 'spoolerRespawns',
    title: 'RESP',
    width: 5,
    cell: ({ respawns }) => ({ text: count(respawns) }),
    help: 'times that the process was replaced (source: respawns)',
  },
  {
    id: 'spoolerPid',
    title: 'PID',
    width: 8,
    cell: ({ pid }) => processCell(pid),
    help: 'process id (source: pid)',
  },
]);

export const cronColumns = columnsOf<CronRow>([
  {
    id: 'schedule',
    title: 'CRON',
    width: 28,
    align: 'left',
    cell: ({ schedule }) => ({ text: schedule, tone: 'strong' }),
    help: 'when it runs, in words (source: crons[].minute, hour, day, month, week)',
  },
  {
    id: 'cronState',
    title: 'RUNNING',
    width: 8,
    cell: ({ runningSeconds }) =>
      runningSeconds === undefined ? { text: '-' } : { text: duration(runningSeconds), tone: 'busy' },
    help: 'for how long it has been running now (source: started_at)',
  },
  {
    id: 'cronPid',
    title: 'PID',
    width: 8,
    cell: ({ pid }) => processCell(pid),
    help: 'process id while it runs (source: pid)',
  },
  {
    id: 'cronCommand',
    title: 'COMMAND',
    width: 20,
    grows: true,
    align: 'left',
    cell: ({ command }) => ({ text: command }),
    help: 'what is run (source: command)',
  },
]);

export const daemonColumns = columnsOf<DaemonRow>([
  {
    id: 'daemon',
    title: 'DAEMON',
    width: 30,
    grows: true,
    align: 'left',
    cell: ({ command }) => ({ text: command, tone: 'strong' }),
    help: 'attached by attach-daemon and its kin (source: daemons[].cmd)',
  },
  {
    id: 'daemonPid',
    title: 'PID',
    width: 8,
    cell: ({ pid }) => processCell(pid),
    help: 'process id (source: pid)',
  },
]);

export const legionColumns = columnsOf<LegionRow>([
  {
    id: 'legion',
    title: 'LEGION',
    width: 18,
    grows: true,
    align: 'left',
    cell: ({ name }) => ({ text: name, tone: 'strong' }),
    help: 'a legion that the instance is in (source: legions[].legion)',
  },
  {
    id: 'lord',
    title: 'LORD',
    width: 12,
    align: 'left',
    cell: ({ isLord, lordSeconds }) =>
      isLord ? { text: `here ${duration(lordSeconds)}`, tone: 'busy' } : { text: 'elsewhere' },
    help: 'whether this instance is its lord, and since when (source: i_am_the_lord)',
  },
  {
    id: 'members',
    title: 'MEMBERS',
    width: 9,
    cell: ({ members, nodes }) => ({
      text: `${members}/${nodes}`,
      tone: members < nodes ? 'warning' : 'plain',
    }),
    help: 'nodes that it hears from, of those that it was told of',
  },
  {
    id: 'quorum',
    title: 'QUORUM',
    width: 7,
    cell: ({ quorum }) => ({ text: count(quorum) }),
    help: 'votes that it takes to elect a lord',
  },
  {
    id: 'valor',
    title: 'VALOR',
    width: 7,
    cell: ({ valor }) => ({ text: count(valor) }),
    help: 'the highest valor of all becomes the lord',
  },
  {
    id: 'legionAddress',
    title: 'ADDRESS',
    width: 22,
    align: 'left',
    cell: ({ address }) => ({ text: address }),
    help: 'where it listens to the others (source: addr)',
  },
]);
