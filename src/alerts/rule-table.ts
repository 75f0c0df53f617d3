/** Every rule that can raise an alert, with the levels that operators use; all of them can be configured. */

/**
 * percent: 0-100 of what the rule measures. seconds: a length of time. count: how many.
 * A rule with the unit `seconds-left` is worse the lower it is: time until something is full.
 */
export type RuleUnit = 'percent' | 'seconds' | 'seconds-left' | 'count';

export interface RuleDefaults {
  readonly unit: RuleUnit;
  /** Where a warning begins, in the unit; absent where the rule knows no warning. */
  readonly warning?: number;
  readonly critical?: number;
  /** How far the value must come back behind a level before that level is left. */
  readonly clear: number;
  /** How long a level must hold without a break before the alert is raised. */
  readonly holdSeconds: number;
  /** How long it must be left before the alert is cleared; as long as the hold where it is shorter. */
  readonly calmSeconds?: number;
  readonly help: string;
}

/** How far back kills, crashes and exceptions are counted. */
export const windowSeconds = 60;

export const ruleTable = {
  'busy-ratio': {
    unit: 'percent',
    warning: 70,
    critical: 100,
    clear: 15,
    holdSeconds: 10,
    help: 'busy workers of the active ones, cores in a request where workers have several; critical from 80 % on while harakiri kills',
  },
  busyness: {
    unit: 'percent',
    warning: 70,
    critical: 90,
    clear: 10,
    holdSeconds: 10,
    help: 'mean busyness of the active workers; warns at cheaper-busyness-max where that is known',
  },
  'listen-queue': {
    unit: 'percent',
    warning: 50,
    critical: 90,
    clear: 20,
    holdSeconds: 2,
    calmSeconds: 15,
    help: 'places of the listen queue that are taken; anything at all warns while all workers are busy',
  },
  'queue-full': {
    unit: 'seconds-left',
    warning: 60,
    critical: 15,
    clear: 30,
    holdSeconds: 3,
    help: 'time until the listen queue is full, if it goes on growing as it does',
  },
  memory: {
    unit: 'percent',
    warning: 70,
    critical: 90,
    clear: 3,
    holdSeconds: 5,
    help: "memory of all workers, of the machine's or of the cgroup's limit",
  },
  'memory-full': {
    unit: 'seconds-left',
    warning: 600,
    critical: 120,
    clear: 120,
    holdSeconds: 10,
    help: 'time until the machine or the cgroup is out of memory, if it goes on growing as it does',
  },
  'request-age': {
    unit: 'percent',
    warning: 50,
    critical: 80,
    clear: 0,
    holdSeconds: 0,
    help: 'age of the oldest request of a worker, as a share of harakiri',
  },
  'long-request': {
    unit: 'seconds',
    warning: 60,
    clear: 0,
    holdSeconds: 0,
    help: 'age of the oldest request of a worker where no harakiri is known',
  },
  harakiri: {
    unit: 'count',
    warning: 1,
    clear: 0,
    holdSeconds: 0,
    help: 'kills by harakiri in the last minute',
  },
  crash: {
    unit: 'count',
    warning: 1,
    clear: 0,
    holdSeconds: 0,
    help: 'workers that ended in the last minute and no limit explains it: a crash, or out of memory',
  },
  'death-spiral': {
    unit: 'count',
    critical: 2,
    clear: 1,
    holdSeconds: 5,
    calmSeconds: 15,
    help: 'kills in the last minute while nearly all workers are busy and fewer requests get done',
  },
  herd: {
    unit: 'percent',
    warning: 50,
    clear: 10,
    holdSeconds: 5,
    help: 'active workers that will be recycled within one start-up time of the application, in the next five minutes',
  },
  accepting: {
    unit: 'percent',
    warning: 1,
    critical: 100,
    clear: 0,
    holdSeconds: 10,
    help: 'live workers that do not accept requests',
  },
  exceptions: {
    unit: 'count',
    warning: 10,
    clear: 5,
    holdSeconds: 0,
    help: 'exceptions that the application let through in the last minute, where they are 1 % of the requests',
  },
  'zombie-idle': {
    unit: 'seconds',
    warning: 20,
    clear: 0,
    holdSeconds: 0,
    help: 'a worker that takes no request while others work and requests wait',
  },
  'dead-lock': {
    unit: 'seconds',
    warning: 10,
    clear: 0,
    holdSeconds: 0,
    help: 'a lock of uWSGI that is held by a process which is gone or none of this instance',
  },
  vassal: {
    unit: 'count',
    warning: 1,
    clear: 0,
    holdSeconds: 5,
    help: 'a vassal of an emperor that is cursed or blacklisted, or did not come up within half a minute',
  },
  node: {
    unit: 'count',
    warning: 1,
    clear: 0,
    holdSeconds: 0,
    calmSeconds: 15,
    help: 'a node of a router that does not take requests, or that the router is about to drop',
  },
  stale: { unit: 'count', warning: 3, clear: 2, holdSeconds: 0, help: 'polls in a row that failed' },
  down: { unit: 'seconds', critical: 10, clear: 0, holdSeconds: 0, help: 'no answer for so long' },
} as const satisfies Readonly<Record<string, RuleDefaults>>;

export type RuleName = keyof typeof ruleTable;

export const ruleNames = Object.keys(ruleTable) as readonly RuleName[];

/** What is in force for one rule and one target. */
export interface RuleSettings extends Omit<RuleDefaults, 'help' | 'unit'> {
  readonly muted: boolean;
}

/** What a configuration may say of a rule; what it leaves out keeps its default. */
export interface RuleChange {
  readonly warning?: number | undefined;
  readonly critical?: number | undefined;
  readonly clear?: number | undefined;
  readonly holdSeconds?: number | undefined;
  readonly mute?: boolean | undefined;
}

export type RuleChanges = Readonly<Partial<Record<RuleName, RuleChange>>>;

export type AllSettings = Readonly<Record<RuleName, RuleSettings>>;

/** The later change wins: for all targets first, then for one. */
export function settingsWith(...changes: readonly (RuleChanges | undefined)[]): AllSettings {
  const entries = ruleNames.map((name) => {
    const { warning, critical, clear, holdSeconds, calmSeconds }: RuleDefaults = ruleTable[name];
    const defaults = {
      ...(warning !== undefined && { warning }),
      ...(critical !== undefined && { critical }),
      clear,
      holdSeconds,
      ...(calmSeconds !== undefined && { calmSeconds }),
    };
    const merged = changes.reduce<RuleSettings>(
      (settings, change) => ({ ...settings, ...stated(change?.[name]) }),
      { ...defaults, muted: false },
    );
    return [name, merged] as const;
  });
  return Object.fromEntries(entries) as AllSettings;
}

function stated({ mute, ...levels }: RuleChange = {}): Partial<RuleSettings> {
  const known = Object.entries(levels).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), ...(mute === undefined ? {} : { muted: mute }) };
}
