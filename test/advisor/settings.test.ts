import { initialWorkers, settingsFromLimits, type SeenSettings } from '../../src/advisor/cheaper/settings';
import { limitsOf } from '../../src/limits/limits';
import { limitsOfIni, readFiles } from '../limits/memory-source';
import { settingsOf } from './cheaper-cases';

const settingsOfIni = (text: string, seen?: SeenSettings) => settingsFromLimits(limitsOfIni(text), seen);

test('what is not set is as uWSGI has it', () => {
  expect(settingsOfIni('processes = 8\ncheaper = 2')).toEqual({
    ok: true,
    value: settingsOf({ algorithm: 'spare' }),
  });
});

test('what is set is read from there', () => {
  const text = `
    workers = 64
    threads = 4
    cheaper = 8
    cheaper-initial = 16
    cheaper-step = 5
    cheaper-overload = 30
    cheaper-algo = busyness
    cheaper-busyness-min = 20
    cheaper-busyness-max = 70
    cheaper-busyness-multiplier = 30
    cheaper-busyness-penalty = 3
    cheaper-busyness-backlog-alert = 16
    cheaper-busyness-backlog-multiplier = 5
    cheaper-busyness-backlog-step = 2
    cheaper-busyness-backlog-nonzero = 20
    listen = 1024`;
  expect(settingsOfIni(text)).toEqual({
    ok: true,
    value: {
      processes: 64,
      threads: 4,
      cheaper: 8,
      cheaperInitial: 16,
      cheaperStep: 5,
      cheaperOverload: 30,
      algorithm: 'busyness',
      busynessMin: 20,
      busynessMax: 70,
      multiplier: 30,
      penalty: 3,
      backlogAlert: 16,
      backlogMultiplier: 5,
      backlogStep: 2,
      backlogNonzeroSeconds: 20,
      listen: 1024,
      queueIsSeen: true,
    },
  });
});

test.each([
  ['cheaper-busyness-max = 0', { busynessMax: 50 }],
  ['cheaper-busyness-penalty = 0', { penalty: 2 }],
  ['cheaper-step = 0', { cheaperStep: 1 }],
  ['cheaper-algo = spare2', { algorithm: 'spare' }],
  ['cheaper-algo = nonsense', { algorithm: 'spare' }],
  ['cheaper = 0', { cheaper: 0 }],
])('%s', (line, expected) => {
  const text = `processes = 8\ncheaper = 2\ncheaper-algo = busyness\n${line}`;
  expect(settingsOfIni(text)).toMatchObject({ ok: true, value: expected });
});

describe('what is not known', () => {
  const nothing = limitsOf([]);

  test('is said, all of it in one sentence for each reason', () => {
    expect(settingsFromLimits(nothing)).toEqual({
      ok: false,
      failure: [
        'processes, threads, cheaper, cheaper-initial, cheaper-step, cheaper-overload, listen: not known (no configuration of this instance is known)',
      ],
    });
  });

  test('the stats may tell', () => {
    const read = settingsFromLimits(nothing, { processes: 4, threads: 2, listen: 50 });
    expect(read).toMatchObject({ failure: [expect.not.stringContaining('processes')] });
    expect(settingsOfIni('cheaper = 2\nprocesses = $(N)', { processes: 4 })).toMatchObject({
      ok: true,
      value: { processes: 4, cheaper: 2 },
    });
  });
});

test('a configuration that uWSGI does not start with', () => {
  expect(settingsOfIni('processes = 4\ncheaper = 4')).toEqual({
    ok: false,
    failure: ['cheaper 4 is not below processes 4: uWSGI does not start'],
  });
});

test.each([
  [{ cheaper: 0 }, 8],
  [{}, 2],
  [{ cheaperInitial: 5 }, 5],
  [{ cheaperInitial: 1 }, 2],
  [{ cheaperInitial: 99 }, 8],
])('%j starts with %i workers', (changes, workers) => {
  expect(initialWorkers(settingsOf(changes))).toBe(workers);
});

test('why a setting is not known is told as text, whatever stands in the configuration', () => {
  const broken = readFiles(
    { '/srv/app.xml': '<uwsgi><\u202egnp.exe></uwsgi>' },
    { commandLine: ['uwsgi', 'app.xml'] },
  );
  const settings = settingsFromLimits(limitsOf(broken));
  expect(settings).toMatchObject({ ok: false, failure: [expect.stringContaining('?gnp.exe')] });
});
