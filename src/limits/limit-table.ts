/**
 * The options of uWSGI that the monitor needs, each with how uWSGI reads it.
 *
 * int: atoi, and uWSGI does not start when it is negative. unsigned: strtoul. megabytes: strtoul times 1 MiB.
 * flag: on unless it says false, off, no or 0. text: the last one counts, whichever name it came under.
 * each: the last one of every name. all: every one counts.
 */
export type LimitKind = 'int' | 'unsigned' | 'megabytes' | 'flag' | 'text' | 'each' | 'all';

export interface LimitRule {
  readonly options: readonly string[];
  readonly kind: LimitKind;
  readonly unit?: 's' | '%';
  /** uWSGI takes 0 for "do not". */
  readonly isOffAtZero?: true;
}

const seconds = { kind: 'int', unit: 's' } as const;
const longSeconds = { kind: 'unsigned', unit: 's' } as const;
const megabytes = { kind: 'megabytes', isOffAtZero: true } as const;
const percent = { kind: 'unsigned', unit: '%' } as const;

export const limitTable = {
  harakiriSeconds: { options: ['harakiri'], ...seconds, isOffAtZero: true },
  maxRequests: { options: ['max-requests'], kind: 'unsigned', isOffAtZero: true },
  /** Known to uWSGI from 2.0.29 on; earlier ones take it without a word and do nothing. */
  maxRequestsDelta: { options: ['max-requests-delta'], kind: 'unsigned' },
  minWorkerLifetimeSeconds: { options: ['min-worker-lifetime'], ...longSeconds },
  maxWorkerLifetimeSeconds: { options: ['max-worker-lifetime'], ...longSeconds, isOffAtZero: true },
  maxWorkerLifetimeDeltaSeconds: { options: ['max-worker-lifetime-delta'], ...seconds },
  reloadOnRssBytes: { options: ['reload-on-rss'], ...megabytes },
  reloadOnAsBytes: { options: ['reload-on-as'], ...megabytes },
  /** uss and pss: 2.1 only. */
  reloadOnUssBytes: { options: ['reload-on-uss'], ...megabytes },
  reloadOnPssBytes: { options: ['reload-on-pss'], ...megabytes },
  evilReloadOnRssBytes: { options: ['evil-reload-on-rss'], ...megabytes },
  evilReloadOnAsBytes: { options: ['evil-reload-on-as'], ...megabytes },
  workerReloadMercySeconds: { options: ['worker-reload-mercy'], ...seconds },
  processes: { options: ['processes'], kind: 'int' },
  threads: { options: ['threads'], kind: 'int' },
  cheaper: { options: ['cheaper'], kind: 'int', isOffAtZero: true },
  cheaperInitial: { options: ['cheaper-initial'], kind: 'int', isOffAtZero: true },
  cheaperStep: { options: ['cheaper-step'], kind: 'int' },
  cheaperAlgo: { options: ['cheaper-algo'], kind: 'text' },
  cheaperOverloadSeconds: { options: ['cheaper-overload'], ...longSeconds },
  cheaperBusynessMinPercent: { options: ['cheaper-busyness-min'], ...percent },
  cheaperBusynessMaxPercent: { options: ['cheaper-busyness-max'], ...percent },
  cheaperBusynessMultiplier: { options: ['cheaper-busyness-multiplier'], kind: 'unsigned' },
  cheaperBusynessPenalty: { options: ['cheaper-busyness-penalty'], kind: 'unsigned' },
  cheaperBusynessBacklogAlert: { options: ['cheaper-busyness-backlog-alert'], kind: 'int' },
  cheaperBusynessBacklogStep: { options: ['cheaper-busyness-backlog-step'], kind: 'int' },
  cheaperBusynessBacklogMultiplier: { options: ['cheaper-busyness-backlog-multiplier'], kind: 'unsigned' },
  cheaperBusynessBacklogNonzeroSeconds: { options: ['cheaper-busyness-backlog-nonzero'], ...longSeconds },
  listen: { options: ['listen'], kind: 'int' },
  memoryReport: { options: ['memory-report'], kind: 'flag' },
  /** Every stats server of the process: the workers', the emperor's, the routers'. */
  stats: {
    options: [
      'stats',
      'emperor-stats',
      'http-stats',
      'fastrouter-stats',
      'rawrouter-stats',
      'sslrouter-stats',
      'forkptyrouter-stats',
    ],
    kind: 'each',
  },
  statsHttp: { options: ['stats-http'], kind: 'flag' },
  pyTracebacker: { options: ['py-tracebacker'], kind: 'text' },
  masterFifo: { options: ['master-fifo'], kind: 'all' },
  procnamePrefix: { options: ['procname-prefix', 'procname-prefix-spaced'], kind: 'text' },
} as const satisfies Readonly<Record<string, LimitRule>>;

export type LimitName = keyof typeof limitTable;

/** Second names that set the same variable of uWSGI. */
const aliases: Readonly<Record<string, string>> = {
  workers: 'processes',
  'stats-server': 'stats',
  'emperor-stats-server': 'emperor-stats',
  ...Object.fromEntries(
    ['http', 'fastrouter', 'rawrouter', 'sslrouter', 'forkptyrouter'].flatMap((router) => [
      [`${router}-stats-server`, `${router}-stats`],
      [`${router}-ss`, `${router}-stats`],
    ]),
  ),
};

const limitOptions: ReadonlySet<string> = new Set(
  Object.values(limitTable).flatMap(({ options }) => [...options]),
);

export const canonicalName = (key: string): string =>
  Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key;

export const isLimitOption = (key: string): boolean => limitOptions.has(canonicalName(key));

export const limitOptionNames: readonly string[] = [...limitOptions, ...Object.keys(aliases)];

/** `maxWorkerLifetimeSeconds` is uWSGI's `max-worker-lifetime`. */
export const optionName = (name: string): string =>
  name.replace(/(Seconds|Bytes|Percent)$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
