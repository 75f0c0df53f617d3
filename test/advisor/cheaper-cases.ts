/** Settings and workers for tests of the cheaper algorithms: only what a test speaks of has to be written. */
import type { CheaperSettings } from '../../src/advisor/cheaper/settings';
import type { Look, WorkerView } from '../../src/advisor/cheaper/worker-view';

/** As uWSGI resolves `processes = 8, cheaper = 2` alone, but for the algorithm. */
export const settingsOf = (changes: Partial<CheaperSettings> = {}): CheaperSettings => ({
  processes: 8,
  threads: 1,
  cheaper: 2,
  cheaperInitial: 0,
  cheaperStep: 1,
  cheaperOverload: 3,
  algorithm: 'busyness',
  busynessMin: 25,
  busynessMax: 50,
  multiplier: 10,
  penalty: 2,
  backlogAlert: 33,
  backlogMultiplier: 3,
  backlogStep: 1,
  backlogNonzeroSeconds: 60,
  listen: 100,
  queueIsSeen: true,
  ...changes,
});

export const workerOf = (changes: Partial<WorkerView> = {}): WorkerView => ({
  cheaped: false,
  hasProcess: true,
  busySlots: 0,
  runningUs: 0,
  spawnedSecond: 0,
  ...changes,
});

/** A letter each: `i`dle, `B`usy, `.` parked, `x` asked to leave and not yet buried. */
export const workersOf = (letters: string): WorkerView[] =>
  Array.from(letters, (letter) => {
    if (letter === '.') return workerOf({ cheaped: true, hasProcess: false });
    if (letter === 'x') return workerOf({ cheaped: true });
    return workerOf({ busySlots: letter === 'B' ? 1 : 0 });
  });

export const lookAt = (workers: readonly WorkerView[] | string, changes: Partial<Look> = {}): Look => ({
  nowUs: 0,
  backlog: 0,
  workers: typeof workers === 'string' ? workersOf(workers) : workers,
  ...changes,
});
