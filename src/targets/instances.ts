/** Groups the uWSGI processes of a machine into instances: what was started once, with all that it forked. */
import { join } from 'node:path';
import { parseArguments } from '../host/process-text';
import { readStartFacts } from '../host/start-facts';
import { findConfiguration, optionOf, type FoundConfiguration } from './found-configuration';
import { instanceName, isEmperorTitle, isMasterTitle } from './instance-names';
import {
  commandLineText,
  isThere,
  linkText,
  socketInodes,
  type UwsgiProcess,
  uwsgiProcesses,
} from './processes';
import { createAtlas, type Whereabouts } from './whereabouts';

export interface Instance {
  readonly process: UwsgiProcess;
  /** Its workers, routers, spoolers, and the emperor that a master has beside it. */
  readonly forks: readonly UwsgiProcess[];
  /** What was started by one of its processes, as an emperor starts its vassals. */
  readonly started: readonly UwsgiProcess[];
  readonly whereabouts: Whereabouts;
  /** Inodes by descriptor; undefined where we may not look. */
  readonly sockets: readonly string[] | undefined;
  readonly found: FoundConfiguration | undefined;
  readonly name: string | undefined;
  readonly isEmperor: boolean;
  /** The emperor whose vassal it is. */
  readonly emperor: Instance | undefined;
}

interface InstanceSource {
  readonly procRoot: string;
  readonly whereaboutsOf: (pid: number) => Promise<Whereabouts>;
  /** What was read of each start, kept from one look to the next. */
  readonly readings: Pick<Map<string, StartReading>, 'get' | 'set'>;
}

interface StartReading {
  readonly found: FoundConfiguration | undefined;
  /** What stands where its command line was. */
  readonly title: string | undefined;
  readonly name: string | undefined;
  readonly isEmperor: boolean;
}

/** Looks whenever it is asked, and reads each configuration once for every start. Emperors come before their vassals. */
export function createInstanceFinder(procRoot: string): () => Promise<Instance[]> {
  let earlier = new Map<string, StartReading>();
  return async () => {
    const readings = new Map<string, StartReading>();
    const instances = await findInstances(await uwsgiProcesses(procRoot), {
      procRoot,
      whereaboutsOf: createAtlas(procRoot),
      readings: {
        get: (key) => earlier.get(key),
        set: (key, reading) => readings.set(key, reading),
      },
    });
    earlier = readings;
    return instances;
  };
}

async function findInstances(
  processes: readonly UwsgiProcess[],
  source: InstanceSource,
): Promise<Instance[]> {
  const family = familyOf(processes);
  const roots = processes.filter(({ parentPid }) => !family.isKnown(parentPid));
  const instances: Instance[] = [];
  const waiting = roots.map((process): Beginning => ({ process, emperor: undefined }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const instance = await readInstance(next, family, source);
    // It has ended since: nobody is told that they may not look at it.
    if (!isThere(next.process, source.procRoot)) continue;
    instances.push(instance);
    const emperor = instance.isEmperor ? instance : undefined;
    waiting.push(...instance.started.map((process) => ({ process, emperor })));
  }
  return instances;
}

interface Beginning {
  readonly process: UwsgiProcess;
  readonly emperor: Instance | undefined;
}

interface Family {
  isKnown(pid: number): boolean;
  childrenOf(process: UwsgiProcess): readonly UwsgiProcess[];
}

function familyOf(processes: readonly UwsgiProcess[]): Family {
  const pids = new Set(processes.map(({ pid }) => pid));
  const children = new Map<number, UwsgiProcess[]>();
  for (const process of processes) {
    const siblings = children.get(process.parentPid);
    if (siblings === undefined) children.set(process.parentPid, [process]);
    else siblings.push(process);
  }
  return {
    isKnown: (pid) => pids.has(pid),
    childrenOf: ({ pid }) => children.get(pid) ?? [],
  };
}

async function readInstance(
  { process, emperor }: Beginning,
  family: Family,
  source: InstanceSource,
): Promise<Instance> {
  const { procRoot } = source;
  const isStarted = family.isKnown(process.parentPid);
  const whereabouts = await source.whereaboutsOf(process.pid);
  const sockets = socketInodes(procRoot, process.pid);
  const commandLine = await commandLineText(procRoot, process.pid);
  // After a reload it has other sockets, whatever else is the same.
  const key = [process.pid, process.startTicks, ...(sockets ?? []), commandLine].join(' ');
  const reading =
    source.readings.get(key) ?? (await readStart(process, whereabouts, { procRoot, isStarted }));
  source.readings.set(key, reading);
  const members = await membersOf(process, { family, procRoot, ...reading });
  // Of which nothing is known, but for those that were started by it. A master with a title has its emperor beside it.
  const isUnknown = reading.found === undefined && !isMasterTitle(reading.title);
  const isEmperor = reading.isEmperor || (isUnknown && members.started.length > 0);
  return { process, ...members, whereabouts, sockets, ...reading, isEmperor, emperor };
}

async function readStart(
  { pid, parentPid }: UwsgiProcess,
  whereabouts: Whereabouts,
  { procRoot, isStarted }: { readonly procRoot: string; readonly isStarted: boolean },
): Promise<StartReading> {
  const facts = await readStartFacts(pid, procRoot);
  // An emperor starts its vassals in the folder that it watches, wherever they go from there.
  const emperorFolder = isStarted ? linkText(join(procRoot, String(parentPid), 'cwd')) : '';
  const directories = emperorFolder === '' ? [] : [emperorFolder];
  const found = findConfiguration(facts, whereabouts.files, { directories });
  const written = found === undefined ? await commandLineText(procRoot, pid) : undefined;
  const title = written === undefined ? undefined : parseArguments(written).join(' ');
  const isEmperor = found !== undefined && optionOf(found.configuration, 'emperor') !== undefined;
  return {
    found,
    title,
    name: instanceName({ found, title }),
    isEmperor: isEmperor || isEmperorTitle(title),
  };
}

interface Kin {
  readonly family: Family;
  readonly procRoot: string;
  readonly isEmperor: boolean;
}

/** A fork has the command line of its parent, or a title; what was started anew has one of its own, and most have children. */
async function membersOf(process: UwsgiProcess, kin: Kin): Promise<Pick<Instance, 'forks' | 'started'>> {
  const children = kin.family.childrenOf(process);
  const forks: UwsgiProcess[] = [];
  const started: UwsgiProcess[] = [];
  const own = children.length === 0 ? undefined : await commandLineText(kin.procRoot, process.pid);
  for (const child of children) {
    const isParent = kin.family.childrenOf(child).length > 0;
    const words = isParent || kin.isEmperor ? await commandLineText(kin.procRoot, child.pid) : own;
    const isAlike = words !== undefined && words === own;
    if (!isAlike && (isParent || kin.isEmperor)) started.push(child);
    else {
      const below = await membersOf(child, kin);
      forks.push(child, ...below.forks);
      started.push(...below.started);
    }
  }
  return { forks, started };
}
