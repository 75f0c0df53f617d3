/** The numbers among the cheaper options: how uWSGI calls each, what it takes when nothing is set, and its least. */

import type { LimitName } from '../../limits/limit-table';

interface NumberSetting {
  readonly option: string;
  readonly limit: LimitName;
  readonly unset: number;
  /** What is below is as if it were not set. */
  readonly least: number;
  /** Only the busyness plugin reads it. */
  readonly busyness?: true;
}

const busyness = { least: 1, busyness: true } as const;

export const settingTable = {
  processes: { option: 'processes', limit: 'processes', unset: 1, least: 1 },
  threads: { option: 'threads', limit: 'threads', unset: 1, least: 1 },
  /** 0: no cheaper mode, all processes run. */
  cheaper: { option: 'cheaper', limit: 'cheaper', unset: 0, least: 0 },
  /** 0: as many as cheaper. */
  cheaperInitial: { option: 'cheaper-initial', limit: 'cheaperInitial', unset: 0, least: 0 },
  /** uWSGI's own 0 starts one worker as well. */
  cheaperStep: { option: 'cheaper-step', limit: 'cheaperStep', unset: 1, least: 1 },
  /** Looks of the master for spare, seconds for busyness, requests in the listen queue for backlog. */
  cheaperOverload: { option: 'cheaper-overload', limit: 'cheaperOverloadSeconds', unset: 3, least: 0 },
  busynessMin: { option: 'cheaper-busyness-min', limit: 'cheaperBusynessMinPercent', unset: 25, ...busyness },
  busynessMax: { option: 'cheaper-busyness-max', limit: 'cheaperBusynessMaxPercent', unset: 50, ...busyness },
  multiplier: {
    option: 'cheaper-busyness-multiplier',
    limit: 'cheaperBusynessMultiplier',
    unset: 10,
    ...busyness,
  },
  penalty: { option: 'cheaper-busyness-penalty', limit: 'cheaperBusynessPenalty', unset: 2, ...busyness },
  backlogAlert: {
    option: 'cheaper-busyness-backlog-alert',
    limit: 'cheaperBusynessBacklogAlert',
    unset: 33,
    ...busyness,
  },
  backlogMultiplier: {
    option: 'cheaper-busyness-backlog-multiplier',
    limit: 'cheaperBusynessBacklogMultiplier',
    unset: 3,
    ...busyness,
  },
  backlogStep: {
    option: 'cheaper-busyness-backlog-step',
    limit: 'cheaperBusynessBacklogStep',
    unset: 1,
    ...busyness,
  },
  backlogNonzeroSeconds: {
    option: 'cheaper-busyness-backlog-nonzero',
    limit: 'cheaperBusynessBacklogNonzeroSeconds',
    unset: 60,
    ...busyness,
  },
  listen: { option: 'listen', limit: 'listen', unset: 100, least: 1 },
} as const satisfies Readonly<Record<string, NumberSetting>>;

export type NumberName = keyof typeof settingTable;

export const settingNames = Object.keys(settingTable) as readonly NumberName[];

const isOfBusyness = (name: NumberName): boolean => 'busyness' in settingTable[name];

export const busynessNames: ReadonlySet<NumberName> = new Set(settingNames.filter(isOfBusyness));
