/** What is said of the uWSGIs that were seen and cannot be watched: the same sentences while all is as it was. */
import { plural } from '../format/quantity';
import { excerpt } from '../format/text';
import { mainFileOf } from './found-configuration';
import type { Instance } from './instances';
import { statsAdvice } from './stats-advice';
import type { StatsPlaces } from './stats-places';

/** An instance without stats that can be reached. */
export interface Unserved {
  readonly instance: Instance;
  /** It has some, in a network that is not ours. */
  readonly isElsewhere: boolean;
  readonly idle: StatsPlaces['idle'];
}

export function discoveryRemarks(unserved: readonly Unserved[], isFree: (path: string) => boolean): string[] {
  const taken = new Set<string>();
  const masters = unserved.filter(({ instance }) => isMaster(instance));
  const isClosed = ({ instance, isElsewhere }: Unserved) => instance.sockets === undefined && !isElsewhere;
  const closed = masters.filter(isClosed);
  const elsewhere = unserved.filter(({ isElsewhere }) => isElsewhere);
  const silent = masters.filter((one) => !isClosed(one) && !one.isElsewhere);
  const free = (path: string) => {
    const isFit = isFree(path) && !taken.has(path);
    if (isFit) taken.add(path);
    return isFit;
  };
  return [
    ...together(closed, 'may not be looked at: run as the same user or as root, or give the address'),
    ...together(
      elsewhere,
      'with stats in another network, such as a container’s: give an address that leads there from here',
    ),
    ...silent.map((one) => remarkOn(one, free)),
  ];
}

/**
 * Who has no children is about to start, to end, or a command such as uwsgi --reload; an emperor may well have none. A
 * master that listens on nothing and has nobody but an emperor is that emperor's.
 */
function isMaster({ isEmperor, forks, started, found, emperor }: Instance): boolean {
  if (found === undefined)
    return forks.length > 0 || (started.length > 0 && (isEmperor || emperor !== undefined));
  return isEmperor || forks.length > 0;
}

function together(unserved: readonly Unserved[], sentence: string): string[] {
  if (unserved.length === 0) return [];
  const pids = unserved.map(({ instance }) => instance.process.pid);
  return [`${plural(pids.length, 'uWSGI master')} (pid ${pids.join(', ')}) ${sentence}`];
}

function remarkOn({ instance, idle }: Unserved, isFree: (path: string) => boolean): string {
  const { name, found, isEmperor, process, whereabouts } = instance;
  const who = `${name ?? (isEmperor ? 'an emperor' : 'a uWSGI master')} (pid ${process.pid})`;
  const file = found && mainFileOf(found)?.path;
  const [told] = idle;
  if (told !== undefined) {
    const place = file === undefined ? 'its command line' : excerpt(file, 200);
    return `${who} does not listen on ${told.kind} = ${excerpt(told.text)}, which ${place} says: reload it`;
  }
  const advice = statsAdvice({
    option: isEmperor ? 'emperor-stats' : 'stats',
    name: name ?? (isEmperor ? 'emperor' : 'uwsgi'),
    file,
    hasCommandLine: found !== undefined,
    isFree,
  });
  const where = whereabouts.root === '' ? '' : ', among the files of its container,';
  return `${who} has no stats socket: ${advice}${where} and reload it`;
}
