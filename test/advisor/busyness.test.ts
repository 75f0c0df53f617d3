/** Each rule as it stands in uWSGI's plugin, plugins/cheaper_busyness/cheaper_busyness.c of 2.0.30. */
import { decideBusyness } from '../../src/advisor/cheaper/busyness';
import { newBusyness, type BusynessState } from '../../src/advisor/cheaper/busyness-state';
import type { CheaperSettings } from '../../src/advisor/cheaper/settings';
import type { Look, WorkerView } from '../../src/advisor/cheaper/worker-view';
import { lookAt, settingsOf, workersOf } from './cheaper-cases';

const second = 1_000_000;
const oneSecond: Partial<CheaperSettings> = { cheaperOverload: 1, multiplier: 3 };

/** A plugin that is looked at once a second; each look brings every active worker so many percent of a second. */
class Plugin {
  private readonly settings: CheaperSettings;
  state: BusynessState;
  private nowUs = 0;
  private runningUs = 0;

  constructor(changes: Partial<CheaperSettings> = {}) {
    this.settings = settingsOf({ ...oneSecond, ...changes });
    this.state = newBusyness(this.settings, 0);
  }

  look(letters: string, percent = 0, changes: Partial<Look> = {}): number {
    this.nowUs += second;
    this.runningUs += percent * 10_000;
    const workers = workersOf(letters).map((worker) => ({ ...worker, runningUs: this.runningUs }));
    return this.decide(lookAt(workers, { nowUs: this.nowUs, ...changes }));
  }

  looks(count: number, letters: string, percent = 0, changes: Partial<Look> = {}): number[] {
    return Array.from({ length: count }, () => this.look(letters, percent, changes));
  }

  decide(look: Look): number {
    const verdict = decideBusyness(this.state, look, this.settings);
    this.state = verdict.state;
    return verdict.needed;
  }
}

const plugin = (changes: Partial<CheaperSettings> = {}): Plugin => new Plugin(changes);

describe('the percents', () => {
  /** One check after one cycle of two seconds, each worker with its running_time in ms. */
  function averageOf(
    workers: readonly (Partial<WorkerView> & { readonly ms: number })[],
    glimpses = 0,
  ): number {
    const settings = settingsOf({ cheaperOverload: 2, processes: workers.length });
    let state = newBusyness(settings, 0);
    const views = workers.map(({ ms, ...rest }): WorkerView => {
      return {
        cheaped: false,
        hasProcess: true,
        busySlots: 0,
        spawnedSecond: 0,
        ...rest,
        runningUs: ms * 1000,
      };
    });
    const busy = views.map((view) => ({ ...view, busySlots: 1 }));
    for (let turn = 0; turn < glimpses; turn += 1) {
      state = decideBusyness(state, { nowUs: second, workers: busy, backlog: 0 }, settings).state;
    }
    return decideBusyness(state, { nowUs: 2 * second, workers: views, backlog: 0 }, settings).state
      .averagePercent;
  }

  test.each([
    ['its running_time over the cycle', [{ ms: 500 }], 25],
    ['cut off, not rounded', [{ ms: 519 }], 25],
    ['at most 100', [{ ms: 9000 }, { ms: 0 }], 50],
    ['their mean is cut off as well', [{ ms: 500 }, { ms: 520 }], 25],
    ['those that are parked do not count', [{ ms: 500 }, { ms: 2000, cheaped: true }], 25],
    ['in a request just now, without any that ended', [{ ms: 0, busySlots: 1 }], 100],
    ['in one just now, but one has ended', [{ ms: 1, busySlots: 1 }], 0],
  ] as const)('%s', (_what, workers, percent) => {
    expect(averageOf(workers)).toBe(percent);
  });

  test('seen in a request at any look since the last check counts, when none has ended', () => {
    expect(averageOf([{ ms: 0 }], 1)).toBe(100);
    expect(averageOf([{ ms: 20 }], 1)).toBe(1);
  });

  test('but not when it has been parked in between', () => {
    const settings = settingsOf({ cheaperOverload: 3, processes: 1 });
    const looks = ['B', 'x', 'i'].map((letters, index) => lookAt(letters, { nowUs: (index + 1) * second }));
    const start = newBusyness(settings, 0);
    const state = looks.reduce((before, look) => decideBusyness(before, look, settings).state, start);
    expect(state).toMatchObject({ checkedUs: 3 * second, averagePercent: 0 });
  });

  test('a check that comes late divides by its cycle all the same', () => {
    const late = plugin();
    late.decide(lookAt('ii......', { nowUs: 0.9 * second }));
    expect(late.state.averagePercent).toBe(0);
    const workers = workersOf('ii......').map((worker) => ({ ...worker, runningUs: 0.6 * second }));
    late.decide(lookAt(workers, { nowUs: 1.9 * second }));
    expect(late.state.averagePercent).toBe(60);
  });
});

describe('above cheaper-busyness-max', () => {
  test.each([
    [50, 0],
    [51, 1],
  ])('%i %% with a max of 50', (percent, needed) => {
    expect(plugin().look('ii......', percent)).toBe(needed);
  });

  test('cheaper-step come at once, and none when all run', () => {
    expect(plugin({ cheaperStep: 4 }).look('ii......', 90)).toBe(4);
    expect(plugin({ cheaperStep: 4 }).look('iiiiiiii', 90)).toBe(0);
  });

  test('only when a cycle is over', () => {
    expect(plugin({ cheaperOverload: 3 }).looks(6, 'BB......', 100)).toEqual([0, 0, 1, 0, 0, 1]);
  });
});

describe('below cheaper-busyness-min', () => {
  test('one goes when cheaper-overload * multiplier seconds have been quiet, and one after as many more', () => {
    expect(plugin().looks(7, 'iiii....')).toEqual([0, 0, -1, 0, 0, -1, 0]);
  });

  test('cheaper-busyness-min itself is not below it', () => {
    expect(plugin().looks(9, 'iiii....', 25)).not.toContain(-1);
    expect(plugin().looks(9, 'iiii....', 24)).toContain(-1);
  });

  test('a start of workers begins the time anew', () => {
    const one = plugin();
    one.looks(2, 'ii......');
    expect(one.look('ii......', 90)).toBe(1);
    expect(one.looks(3, 'iii.....')).toEqual([0, 0, -1]);
  });

  test('none below cheaper, nor the last one', () => {
    expect(plugin().looks(9, 'ii......')).not.toContain(-1);
    expect(plugin({ cheaper: 0 }).looks(9, 'i.......')).not.toContain(-1);
  });
});

describe('between min and max', () => {
  test('one such cycle makes the time longer by itself', () => {
    const one = plugin();
    one.look('iiii....', 30);
    expect(one.looks(4, 'iiii....')).toEqual([0, 0, -1, 0]);
  });

  test('the third in a row begins the time anew', () => {
    const two = plugin();
    two.looks(2, 'iiii....');
    two.looks(2, 'iiii....', 30);
    expect(two.looks(3, 'iiii....')).toEqual([-1, 0, 0]);
    const three = plugin();
    three.looks(2, 'iiii....');
    three.looks(3, 'iiii....', 30);
    expect(three.looks(3, 'iiii....')).toEqual([0, 0, -1]);
  });

  test('a start of workers ends the row', () => {
    const one = plugin();
    one.looks(2, 'iiii....', 30);
    one.look('iiii....', 90);
    one.look('iiiii...', 30);
    expect(one.state.toleranceCounter).toBe(1);
  });

  test('each after the third does so again', () => {
    const one = plugin();
    one.looks(5, 'iiii....', 30);
    expect(one.state.toleranceCounter).toBe(5);
    expect(one.looks(4, 'iiii....')).toEqual([0, 0, -1, 0]);
    expect(one.state.toleranceCounter).toBe(0);
  });
});

describe('the multiplier', () => {
  test('grows by the penalty when workers come back too soon after one has gone', () => {
    const one = plugin();
    one.looks(3, 'iiii....');
    expect(one.look('iii.....', 90)).toBe(1);
    expect(one.state.multiplier).toBe(5);
    expect(one.looks(5, 'iiii....')).toEqual([0, 0, 0, 0, -1]);
  });

  test.each([
    [3, 5],
    [4, 3],
  ])('%i cycles after one has gone it is %i', (cycles, multiplier) => {
    const one = plugin();
    one.looks(3, 'iiii....');
    one.looks(cycles - 1, 'iii.....', 30);
    one.look('iii.....', 90);
    expect(one.state.multiplier).toBe(multiplier);
  });

  test('shrinks by one with workers that come late enough', () => {
    const one = plugin();
    one.looks(3, 'iiii....');
    one.look('iii.....', 90);
    one.looks(4, 'iiii....', 30);
    expect(one.state.multiplier).toBe(5);
    one.look('iiii....', 90);
    expect(one.state.multiplier).toBe(4);
  });

  test('shrinks by one with the second of two that go in a row, down to what is set', () => {
    const one = plugin();
    one.looks(3, 'iiii....');
    one.look('iii.....', 90);
    const seen: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      if (one.look('iiiiiiii') === -1) seen.push(one.state.multiplier);
    }
    expect(seen.slice(0, 4)).toEqual([5, 4, 3, 3]);
  });
});

describe('the listen queue', () => {
  const slow = { cheaperOverload: 30 };

  test.each([
    [33, 0],
    [34, 2],
  ])('%i waiting requests with an alert of 33, at any look', (backlog, needed) => {
    expect(plugin({ ...slow, backlogStep: 2 }).look('BB......', 0, { backlog })).toBe(needed);
  });

  test('at a check, busyness above max comes first', () => {
    expect(plugin({ cheaperStep: 3 }).look('BB......', 90, { backlog: 99 })).toBe(3);
    expect(plugin({ cheaperStep: 3 }).look('BB......', 30, { backlog: 99 })).toBe(1);
  });

  test('nothing where all run', () => {
    const one = plugin(slow);
    expect(one.look('BBBBBBBB', 0, { backlog: 99 })).toBe(0);
    expect(one.state.lastAction).toBe('none');
  });

  test('forgets the penalties', () => {
    const one = plugin();
    one.looks(3, 'iiii....');
    one.look('iii.....', 90);
    expect(one.state.multiplier).toBe(5);
    one.look('iiii....', 30, { backlog: 99 });
    expect(one.state.multiplier).toBe(3);
  });

  test('the timer of the first emergency is the ordinary one', () => {
    const one = plugin({ multiplier: 10, backlogMultiplier: 2 });
    one.look('BB......', 30, { backlog: 99 });
    const looks = one.looks(10, 'iii.....');
    expect(looks.indexOf(-1)).toBe(9);
  });

  test('from the second emergency on, its workers go sooner', () => {
    const one = plugin({ multiplier: 10, backlogMultiplier: 2 });
    one.look('BB......', 30, { backlog: 99 });
    one.look('BBB.....', 30, { backlog: 99 });
    expect(one.state.emergencyWorkers).toBe(2);
    // The timer of each that goes is set while it still counts.
    expect(one.looks(6, 'iiii....')).toEqual([0, -1, 0, -1, 0, -1]);
    expect(one.looks(9, 'iii.....').filter((needed) => needed !== 0)).toEqual([]);
  });

  test('a cycle between min and max takes one of them for an ordinary one', () => {
    const one = plugin();
    one.look('BB......', 30, { backlog: 99 });
    one.look('BBB.....', 30);
    expect(one.state.emergencyWorkers).toBe(0);
  });

  test('something in it for backlog-nonzero seconds brings one, and again after as many', () => {
    const one = plugin({ cheaperOverload: 1000, backlogNonzeroSeconds: 5 });
    expect(one.looks(12, 'BB......', 0, { backlog: 1 })).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
  });

  test('empty for one look, the time begins anew', () => {
    const one = plugin({ cheaperOverload: 1000, backlogNonzeroSeconds: 5 });
    one.looks(5, 'BB......', 0, { backlog: 1 });
    one.look('BB......');
    expect(one.looks(6, 'BB......', 0, { backlog: 1 })).toEqual([0, 0, 0, 0, 0, 1]);
  });

  test('and is not watched at a check: with a cycle of one second it never brings any', () => {
    const one = plugin({ backlogNonzeroSeconds: 5 });
    expect(one.looks(20, 'BB......', 30, { backlog: 1 })).not.toContain(1);
  });
});
