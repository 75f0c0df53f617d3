/** The measured load and the slots that it needs, as lines of text. */
import { count, plural, rate } from '../format/quantity';
import { wrap } from '../format/text';
import type { TextStyle } from './advice-text';
import type { ExpectedWait, LoadSummary, Sizing } from './advice';
import { describeTarget } from './recommend-processes';
import { erlangs, number, seconds, share, time } from './words';

const titleWidth = 15;

export function loadLines(load: LoadSummary, { width, clock }: TextStyle): string[] {
  const { windows } = load;
  const rows: [string, string][] = [
    ['seen', `${time(load.seconds)}, ${clock(load.fromWallMs)} to ${clock(load.toWallMs)}`],
    [
      'requests',
      `${count(load.requests)}, ${rate(load.requestsPerSecond)}/s, at most ${rate(windows.mostRequestsPerSecond)}/s in ${windows.windowSeconds} s`,
    ],
    ['service time', serviceTime(load)],
    [
      'offered load',
      `${load.isLowerBound ? 'at least ' : ''}${erlangs(load.erlangs)}; in ${plural(windows.count, 'window')} of ${windows.windowSeconds} s ` +
        `p10 ${number(windows.p10)}, p50 ${number(windows.p50)}, p95 ${number(windows.p95)}, highest ${number(windows.highest)}`,
    ],
    ['at once', concurrency(load)],
    ...hours(load),
    [
      'all slots busy',
      `${share(load.saturated)} of the time${load.longestQueue === undefined ? '' : `; longest queue ${load.longestQueue}`}`,
    ],
    [
      'computing',
      load.cpuShare === undefined ? 'not known' : `${share(load.cpuShare)} of the time in requests`,
    ],
  ];
  return rows.flatMap(([title, value]) => row(title, value, width));
}

function serviceTime({ serviceSeconds, variation }: LoadSummary): string {
  if (serviceSeconds === undefined) return 'not known: no request that uWSGI times has ended';
  const spread =
    variation === undefined ? 'not known' : `${number(variation)} (1: exponential, 0: all alike)`;
  return `mean ${seconds(serviceSeconds)}, spread ${spread}`;
}

function hours({ quietHour, peakHour }: LoadSummary): [string, string][] {
  if (quietHour === undefined || peakHour === undefined) return [];
  const text = ({ hour, erlangs: load }: typeof quietHour) =>
    `${String(hour).padStart(2, '0')}:00 with ${erlangs(load)}`;
  return [['hours', `quietest ${text(quietHour)}, busiest ${text(peakHour)}`]];
}

/** More are told in groups of equal width. */
const mostGroups = 10;

function concurrency({ concurrency: shares }: LoadSummary): string {
  const highest = shares.at(-1)?.inFlight ?? 0;
  const size = Math.ceil((highest + 1) / mostGroups);
  const groups = new Map<number, number>();
  for (const { inFlight, share: part } of shares) {
    const group = Math.floor(inFlight / size);
    groups.set(group, (groups.get(group) ?? 0) + part);
  }
  return [...groups]
    .map(([group, part]) => {
      const from = group * size;
      return `${size === 1 ? from : `${from}-${from + size - 1}`}: ${share(part)}`;
    })
    .join(', ');
}

export function sizingLines(sizing: Sizing, width: number): string[] {
  const { slots, plainSlots, expected, today, bounds, binding } = sizing;
  const others = bounds.filter(({ by }) => by !== binding);
  const rows: [string, string][] = [
    ['load', `${erlangs(sizing.erlangs)}: that of p95, less what chance alone scatters`],
    ['Erlang C', `${slots}, for ${describeTarget(sizing.target)}`],
    ['70% rule', String(plainSlots)],
    ...(today === undefined ? [] : [['today', expectation(today)] as [string, string]]),
    ['advised', expectation(expected)],
    ['bound by', boundBy(sizing)],
    ...others.map(({ by, reason }): [string, string] => [`not by ${by}`, reason]),
  ];
  return rows.flatMap(([title, value]) => row(title, value, width));
}

function boundBy({ binding, bounds }: Sizing): string {
  if (binding === 'load') return 'the load alone';
  return `${binding}: ${bounds.find(({ by }) => by === binding)?.reason ?? ''}`;
}

function expectation({ slots, probability, meanSeconds, p95Seconds }: ExpectedWait): string {
  if (probability >= 1) return `${slots} slots, all running: the queue only grows at that load`;
  const mean = meanSeconds === undefined ? '' : `, mean wait ${wait(meanSeconds)}`;
  const p95 = p95Seconds === undefined ? '' : `, p95 ${wait(p95Seconds)}`;
  return `${slots} slots, all running: ${share(probability)} of requests wait${mean}${p95}`;
}

/** What no clock shows is none. */
const wait = (value: number): string => (value < 1e-5 ? 'none' : seconds(value));

const row = (title: string, value: string, width: number): string[] =>
  wrap(value, width - titleWidth - 2).map(
    (line, index) => `  ${(index === 0 ? title : '').padEnd(titleWidth)}${line}`,
  );
