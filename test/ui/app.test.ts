import { defaultSettings } from '../../src/alerts/situation';
import { App } from '../../src/ui/app';
import type { Display, MouseEvent } from '../../src/ui/display';
import type { Engine } from '../../src/ui/engine';
import type { Frame } from '../../src/ui/frame';
import { worker, workerDocument } from '../support/documents';
import { label, linesOf, polled } from './scenes';

/** A terminal of which a test is the eyes and the hands. */
class FakeDisplay implements Display {
  size = { columns: 160, rows: 24 };
  readonly shown: { readonly how: 'paint' | 'repaint'; readonly text: string }[] = [];
  readonly #log: string[];
  isCongested = false;
  timesAsked = 0;
  press: (key: string) => void = () => undefined;
  point: (event: MouseEvent) => void = () => undefined;
  resize: () => void = () => undefined;
  continue: () => void = () => undefined;

  constructor(log: string[]) {
    this.#log = log;
  }

  get congested(): boolean {
    this.timesAsked += 1;
    return this.isCongested;
  }

  paint(frame: Frame): void {
    this.#show('paint', frame);
  }

  repaint(frame: Frame): void {
    this.#show('repaint', frame);
  }

  onKey(listener: (key: string) => void): void {
    this.press = listener;
  }

  onResize(listener: () => void): void {
    this.resize = listener;
  }

  ring(): void {
    this.#log.push('bell');
  }

  copy(text: string): void {
    this.#log.push(`copied ${text.length > 0 ? 'something' : 'nothing'}`);
  }

  useMouse(wanted: boolean): void {
    this.#log.push(`mouse ${wanted ? 'on' : 'off'}`);
  }

  onMouse(listener: (event: MouseEvent) => void): void {
    this.point = listener;
  }

  suspend(): void {
    this.#log.push('terminal given back');
  }

  onContinue(resumed: () => void): void {
    this.continue = resumed;
  }

  #show(how: 'paint' | 'repaint', frame: Frame): void {
    this.#log.push(how);
    this.shown.push({ how, text: linesOf(frame).join('\n') });
  }
}

function start(names: readonly string[] = ['shop'], notices?: readonly string[]) {
  const log: string[] = [];
  const display = new FakeDisplay(log);
  const engine: Engine = {
    pollNow: () => void log.push('poll now'),
    setInterval: (intervalMs) => void log.push(`every ${intervalMs}`),
    attach: ({ address }) => void log.push(`attach ${address}`),
    pause: () => void log.push('pause'),
    resume: () => void log.push('resume'),
  };
  const app = new App(display, {
    targets: names.map(label),
    notices,
    intervalMs: 1000,
    ascii: false,
    engine,
    clock: { wallMs: Date.now, monotonicMs: () => performance.now() },
    settingsOf: defaultSettings,
    onAlerts: (changes) => void log.push(...changes.map(({ change, alert }) => `${change} ${alert.rule}`)),
    quit: () => void log.push('quit'),
  });
  const see = (requests: number, name = 'shop') => {
    const document = workerDocument([worker({ requests })]);
    app.observe({ ...polled(name, document, performance.now()), wallMs: Date.now() });
  };
  return { app, display, log, see, last: () => display.shown.at(-1)?.text ?? '' };
}

const runningApps: App[] = [];
const started = (names?: readonly string[], notices?: readonly string[]) => {
  const session = start(names, notices);
  runningApps.push(session.app);
  return session;
};

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  for (const app of runningApps.splice(0)) app.stop();
  jest.useRealTimers();
});

test('there is a picture before anybody has answered', () => {
  const { display, last } = started();
  expect(display.shown.length).toBe(1);
  expect(last()).toContain('connecting to /run/shop.sock');
});

test('the first answer is waited for by somebody: it is painted at once', () => {
  const { display, see, last } = started();
  see(1);
  jest.advanceTimersByTime(2);
  expect(display.shown.length).toBe(2);
  expect(last()).not.toContain('connecting');
});

test('what comes in a flock shares a frame, soon', () => {
  const names = Array.from({ length: 50 }, (_, index) => `app${index}`);
  const { display, see } = started(names);
  jest.advanceTimersByTime(100);
  for (const name of names) see(1, name);
  expect(display.shown.length).toBe(1);
  jest.advanceTimersByTime(50);
  expect(display.shown.length).toBe(2);
  expect(display.shown[1]?.text).toMatch(/50 up/);
});

test('observations that do not end are painted 25 times a second at most', () => {
  const { display, see } = started();
  for (let second = 0; second < 1000; second += 5) {
    jest.advanceTimersByTime(5);
    see(second);
  }
  expect(display.shown.length).toBeGreaterThan(15);
  expect(display.shown.length).toBeLessThanOrEqual(27);
});

test('ages and the clock go on without an answer', () => {
  const { display } = started();
  jest.advanceTimersByTime(5050);
  expect(display.shown.length).toBe(6);
});

test('the clock waits for an answer that is due, and goes on where it does not come', () => {
  const { display, see } = started();
  jest.advanceTimersByTime(30);
  for (let second = 0; second < 5; second++) {
    see(second);
    jest.advanceTimersByTime(1000);
  }
  expect(display.shown.length).toBe(1 + 5);
  jest.advanceTimersByTime(3000);
  expect(display.shown.length).toBe(1 + 5 + 3);
});

test('a key is answered at once', () => {
  const { display, last } = started();
  display.press('?');
  expect(display.shown.length).toBe(2);
  expect(last()).toContain('help');
});

describe('a display that does not keep up', () => {
  test('is not painted into, and gets the newest picture when it is free', () => {
    const { display, see, last } = started();
    display.isCongested = true;
    for (let round = 1; round <= 30; round++) {
      see(round);
      jest.advanceTimersByTime(100);
    }
    display.press('down');
    expect(display.shown.length).toBe(1);
    display.isCongested = false;
    jest.advanceTimersByTime(50);
    expect(display.shown.length).toBe(2);
    expect(last()).toMatch(/ 30 /);
  });

  test('gets no picture a resize either, but the whole of the newest when it is free', () => {
    const { display } = started();
    display.isCongested = true;
    for (let columns = 80; columns < 120; columns++) {
      display.size = { columns, rows: 24 };
      display.resize();
    }
    jest.advanceTimersByTime(500);
    expect(display.shown.length).toBe(1);
    display.isCongested = false;
    jest.advanceTimersByTime(2500);
    expect(display.shown.slice(1, 3).map(({ how }) => how)).toEqual(['repaint', 'paint']);
  });

  test('is asked again now and then, not all the time', () => {
    const { display, see } = started();
    display.isCongested = true;
    see(1);
    jest.advanceTimersByTime(10_000);
    expect(display.timesAsked).toBeLessThan(300);
  });
});

test('frozen, the picture takes no samples; thawed, it shows what happened meanwhile', () => {
  const { display, see, last } = started();
  see(111);
  jest.advanceTimersByTime(100);
  display.press('space');
  see(222);
  jest.advanceTimersByTime(3000);
  expect(last()).toContain('FROZEN');
  expect(last()).toContain(' 111 ');
  expect(last()).not.toContain(' 222 ');
  display.press('space');
  expect(last()).toContain(' 222 ');
});

test('a resize paints the whole screen in its new size', () => {
  const { display } = started();
  display.size = { columns: 120, rows: 40 };
  display.resize();
  const [, painted] = display.shown;
  expect(painted?.how).toBe('repaint');
  expect(painted?.text.split('\n').length).toBe(40);
});

test('^L paints the whole screen', () => {
  const { display, log } = started();
  display.press('C-l');
  expect(log).toContain('repaint');
});

test('suspended, nothing is asked any more before the terminal is given back; continued, all goes on', () => {
  const { display, log, see } = started();
  log.length = 0;
  display.press('C-z');
  expect(log).toEqual(['pause', 'terminal given back']);
  display.continue();
  expect(log).toEqual(['pause', 'terminal given back', 'resume', 'repaint']);
  see(5);
  jest.advanceTimersByTime(50);
  expect(log.at(-1)).toBe('paint');
});

test('keys that only the engine can serve reach it', () => {
  const { display, log } = started();
  for (const key of ['R', '+', 'f']) display.press(key);
  expect(log.filter((entry) => entry !== 'paint')).toEqual(['poll now', 'every 2000', 'every 200']);
});

test('q ends: nothing is painted after it', () => {
  const { display, log } = started();
  display.press('q');
  expect(log.at(-1)).toBe('quit');
});

test('stop() leaves no timer, whatever was pending', () => {
  for (const prepare of [
    (session: ReturnType<typeof start>) => session.see(1),
    (session: ReturnType<typeof start>) => {
      session.display.isCongested = true;
      session.see(1);
      jest.advanceTimersByTime(500);
    },
  ]) {
    const session = started();
    prepare(session);
    session.app.stop();
    expect(jest.getTimerCount()).toBe(0);
    const before = session.display.shown.length;
    jest.advanceTimersByTime(10_000);
    expect(session.display.shown.length).toBe(before);
  }
});

test('an observation that comes after stop() starts nothing', () => {
  const { app, see } = started();
  app.stop();
  see(1);
  expect(jest.getTimerCount()).toBe(0);
});

test('notices stand from the start on, until others are set; the first target ends the waiting', () => {
  const { app, last } = started([], ['line 7 is no address']);
  expect(last()).toMatch(/notice: line 7 is no address[^]*no instance yet/);
  app.setNotices(['line 8 is no address', 'master 4711 has no stats']);
  jest.advanceTimersByTime(100);
  expect(last()).toMatch(/2 notices .*line 8 is no address/);
  expect(last()).not.toMatch(/line 7/);
  app.setTargets([label('shop')]);
  app.setNotices([]);
  jest.advanceTimersByTime(100);
  expect(last()).toMatch(/^connecting +shop/m);
  expect(last()).not.toMatch(/notice|no instance/);
});
