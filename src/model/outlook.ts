/** What lies ahead of an instance as a whole: the next recycling, workers that go together, a queue or memory that fills up. */
import { type Forecast, isRecycling } from './forecasts/forecast';
import { growthOf, noTrend, since, type Trend, withPoint } from './trend';
import type { WorkerState } from './worker';
import { isActive } from './worker-activity';

export interface Outlook {
  readonly next?: { readonly worker: number; readonly forecast: Forecast } | undefined;
  readonly herd?: Herd | undefined;
  /** Until the listen queue is full, seconds; undefined while it does not grow for certain. */
  readonly queueFullSeconds?: number | undefined;
  /** Until the machine, or the cgroup, has no memory left, seconds. */
  readonly memoryFullSeconds?: number | undefined;
}

/** Workers that will be recycled so closely together that the first is not back before the last goes. */
export interface Herd {
  readonly workers: readonly number[];
  /** Of the active workers, 0…1. */
  readonly share: number;
  readonly etaSeconds: number;
  readonly withinSeconds: number;
}

/** How the queue and the memory went lately. x is monotonic seconds. */
export interface Courses {
  readonly queue: Trend;
  readonly memory: Trend;
}

export const noCourses: Courses = { queue: noTrend, memory: noTrend };

const queueReachSeconds = 60;
const memoryReachSeconds = 900;

export function followCourses(
  courses: Courses,
  atMs: number,
  now: { readonly queue: number | undefined; readonly usedBytes: number | undefined },
): Courses {
  const x = atMs / 1000;
  const { queue, usedBytes } = now;
  return {
    queue: queue === undefined ? noTrend : withPoint(since(courses.queue, x - queueReachSeconds), x, queue),
    memory:
      usedBytes === undefined
        ? noTrend
        : withPoint(since(courses.memory, x - memoryReachSeconds), x, usedBytes),
  };
}

export interface OutlookInput {
  readonly workers: readonly WorkerState[];
  /** How long the application takes to start, seconds. */
  readonly startupSeconds: number;
  readonly courses: Courses;
  readonly queue?: { readonly length: number; readonly max: number } | undefined;
  readonly availableBytes?: number | undefined;
}

export function outlookOf({
  workers,
  startupSeconds,
  courses,
  queue,
  availableBytes,
}: OutlookInput): Outlook {
  const active = workers.filter(({ activity }) => isActive(activity));
  const due = active.flatMap((worker) => {
    const forecast = worker.forecasts.find(isRecycling);
    return forecast?.etaSeconds === undefined
      ? []
      : [{ worker: worker.number, etaSeconds: forecast.etaSeconds, forecast }];
  });
  due.sort((a, b) => a.etaSeconds - b.etaSeconds || a.worker - b.worker);
  const [next] = due;
  return {
    next: next && { worker: next.worker, forecast: next.forecast },
    herd: herdOf(due, active.length, Math.max(1, startupSeconds)),
    queueFullSeconds: queue && untilFull(courses.queue, queue.max - queue.length),
    memoryFullSeconds: availableBytes === undefined ? undefined : untilFull(courses.memory, availableBytes),
  };
}

/** The largest number of workers that are due within one start-up time of the application. */
function herdOf(
  due: readonly { readonly worker: number; readonly etaSeconds: number }[],
  active: number,
  withinSeconds: number,
): Herd | undefined {
  let best: { readonly from: number; readonly to: number } = { from: 0, to: 0 };
  let to = 0;
  for (const [from, first] of due.entries()) {
    while (to < due.length && (due[to]?.etaSeconds ?? 0) - first.etaSeconds <= withinSeconds) to++;
    if (to - from > best.to - best.from) best = { from, to };
  }
  const members = due.slice(best.from, best.to);
  const [first] = members;
  if (first === undefined || members.length < 2) return undefined;
  return {
    workers: members.map(({ worker }) => worker).sort((a, b) => a - b),
    share: members.length / active,
    etaSeconds: first.etaSeconds,
    withinSeconds,
  };
}

function untilFull(course: Trend, room: number): number | undefined {
  if (room <= 0) return 0;
  const growth = growthOf(course);
  return growth === undefined ? undefined : room / growth.perUnit;
}
